using Emulator.Kernel;
using Emulator.Probes;
using Emulator.Scenarios;

namespace Emulator.Costs;

/// <summary>
/// What each task of a storm does, recorded from the emulator's own kernel: all forks, then all touches, then all exits. So a child exits
/// while those after it still share its tables, as on a machine where all run at once.
/// </summary>
internal sealed class StormScript
{
    private const string Start = "64T";

    private readonly StormOptions _options;
    private readonly StormTaskBuilder _recording;

    internal StormScript(StormOptions options, LinuxKernel release)
    {
        _options = options;
        _recording = new(Locks, Work);
        Children = [.. Enumerable.Range(0, options.Children).Select(_ => new List<StormStep>())];
        Record(release);
    }

    internal StormLocks Locks { get; } = new();

    internal StormWork Work { get; } = new();

    /// <summary>The functions that take part in it.</summary>
    internal IReadOnlyList<KernelFunction> Functions => _recording.Functions;

    /// <summary>Forks the children, and starts each.</summary>
    internal List<StormStep> Parent { get; } = [];

    internal IReadOnlyList<List<StormStep>> Children { get; }

    /// <summary>A process that maps the same file, faults one table in after the other, and only wants to go on.</summary>
    internal List<StormStep> Bystander { get; } = [];

    /// <summary>1G ranges that a child touched, over all children: each is a table that its exit unshares.</summary>
    internal long DistinctTables { get; private set; }

    /// <summary>By tlb_remove_table_sync_one, as the emulator counts them.</summary>
    internal long SyncIpis { get; private set; }

    private string Range => $"{Start}..{Start}+{_options.Gigabytes}G";

    /// <summary>The file's second half, at the addresses that it would have behind the first.</summary>
    private string BystanderRange => $"{Start}+{_options.Gigabytes}G..{Start}+{2 * _options.Gigabytes}G";

    private void Record(LinuxKernel release)
    {
        var dice = new Dice(_options.Seed);
        var touched = Children.Select(_ => Tables(dice)).ToList();
        DistinctTables = touched.Sum(tables => tables.Distinct().Count());
        var trace = Parse(touched);
        using var execution = new Execution<StormProbe>(trace, release, new StormProbe(_recording));
        foreach (var _ in execution.Statements(RecordInto)) SyncIpis += execution.Kernel.Tally.SyncIpis;

        _recording.EndWork();
        Parent.Add(new(StormStepKind.Start, Children.Count - 1, default));
        if (Bystander.Count > 0) Bystander.Add(new(StormStepKind.End, 0, default));
    }

    private void RecordInto(Statement statement)
    {
        switch (statement)
        {
            case ForkStatement { Child: ['C', ..] child }:
                _recording.RecordInto(Parent);
                if (IndexOf(child) > 0) Parent.Add(new(StormStepKind.Start, IndexOf(child) - 1, default));
                break;
            case TouchStatement { Process: "W" }:
                _recording.RecordInto(Bystander);
                if (Bystander.Count > 0) Bystander.Add(new(StormStepKind.End, 0, default));
                Bystander.Add(new(StormStepKind.Sleep, 0, default));
                Bystander.Add(new(StormStepKind.Begin, 0, default));
                break;
            case ProcessStatement { Process: ['C', ..] child }:
                _recording.RecordInto(Children[IndexOf(child)]);
                break;
            default:
                // What makes the state is over before the storm.
                _recording.RecordInto([]);
                break;
        }
    }

    private static int IndexOf(string child) => int.Parse(child.AsSpan(1));

    private int[] Tables(Dice dice) => [.. Enumerable.Range(0, _options.Touches).Select(_ => dice.Below(_options.Gigabytes))];

    private Trace Parse(List<int[]> touched)
    {
        using var reader = new StringReader(string.Join('\n', Lines(touched)));
        return TraceParser.Parse("storm", reader);
    }

    private IEnumerable<string> Lines(List<int[]> touched)
    {
        yield return $"machine cpus={_options.Cpus}";
        yield return $"file F {2 * _options.Gigabytes}G";
        yield return $"mmap P F {Range} shared";
        yield return $"touch P {Range} every=1G";
        // The bystander shares tables with somebody else: with one of the storm's own no child would ever be the last sharer.
        foreach (var process in (string[])["Q", "W"]) yield return $"mmap {process} F {BystanderRange} shared offset={_options.Gigabytes}G";
        yield return $"touch Q {BystanderRange} every=1G";
        for (var i = 0; i < touched.Count; i++) yield return $"fork P C{i}";
        for (var i = 0; i < _options.Gigabytes; i++) yield return $"touch W {Start}+{_options.Gigabytes + i}G";
        for (var i = 0; i < touched.Count; i++) yield return $"touch C{i} {string.Join(',', touched[i].Select(table => $"{Start}+{table}G"))}";
        for (var i = 0; i < touched.Count; i++) yield return $"exit C{i}";
    }
}
