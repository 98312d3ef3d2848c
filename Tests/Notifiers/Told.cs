using Emulator.Notifiers;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Tests.Notifiers;

/// <summary>What the last statement of a short trace told.</summary>
internal static class Told
{
    private const string Head = "file F 64G\n";

    public static StatementNotifiers By(string release, params string[] lines) => Answers(release, lines)[^1].Told;

    public static IReadOnlyList<NotifierAnswer> Answers(string release, params string[] lines)
    {
        using var text = new StringReader(Head + string.Join('\n', lines) + "\n");
        using var run = new NotifierRun(TraceParser.Parse("test.trace", text), LinuxKernels.Named(release)!);
        return [.. run.Answers()];
    }

    public static ConsumerEffect Of(this NotifiedRange told, string name) => told.Effects.Single(effect => effect.Consumer.Name == name);

    /// <summary>Two processes that share the table of 9G..10G, with some of its pages there.</summary>
    public static string[] Shared(params string[] then) =>
    [
        "mmap A F 9G..10G shared offset=9G",
        "mmap B F 9G..10G shared offset=9G",
        "touch A 9G..9G+8M",
        "touch B 9G",
        .. then,
    ];
}
