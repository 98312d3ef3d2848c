using System.Text;
using Emulator.Experiments;
using Emulator.Notifiers;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>The generated parts of docs/notifiers.md.</summary>
public static class NotifierDocument
{
    /// <summary>The posted patch, the review's proposal, the merged form, and today's.</summary>
    public static IReadOnlyList<string> Releases { get; } = ["v5-patch", "kravetz", "5.13", "6.19"];

    /// <summary>The last statement of a trace of the program's own, at each of <see cref="Releases"/>.</summary>
    public static string Of(string traceName)
    {
        var text = new StringBuilder();
        foreach (var release in Releases.Select(name => LinuxKernels.Named(name)!))
        {
            using var run = new NotifierRun(SeedState.TraceOf(traceName), release);
            text.Append($"{release.Name}, line {NotifierText.Of(run.Answers().Last())}\n");
        }

        return text.Append(NotifierText.Legend).ToString();
    }

    /// <summary>What the consumers of each of the releases tell apart.</summary>
    public static string Telling()
    {
        var text = new StringBuilder();
        foreach (var release in Releases.Select(name => LinuxKernels.Named(name)!))
        {
            text.Append($"{release.Name}:\n{NotifierText.Of(ConsumerCatalog.In(release))}\n");
        }

        return text.ToString();
    }
}
