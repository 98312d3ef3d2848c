using Emulator.Kernel;

namespace Emulator.Scenarios;

/// <summary>The machine: a trace that has no such line runs on the default one.</summary>
/// <param name="Preset">The CPU model, <c>cpu=</c>; null is the default one.</param>
/// <param name="HugePages">Free 2M pages in the pool; null means no limit.</param>
public sealed record MachineStatement(
    int Line = 0,
    string Text = "machine",
    int Cpus = MachineStatement.CpusDefault,
    int Levels = MachineStatement.LevelsDefault,
    string? Preset = null,
    long? HugePages = null,
    FlushKind Flush = FlushKind.Ipi,
    TlbKind Tlb = TlbKind.Full)
    : Statement(Line, Text)
{
    public const int CpusDefault = 2;
    public const int CpusMax = 1024;
    public const int LevelsDefault = 4;

    internal static MachineStatement From(Arguments a) => new(
        a.Line,
        a.Text,
        (int)(a.NumberIfAny("cpus", 1, CpusMax) ?? CpusDefault),
        a.OneOf("levels", LevelsDefault, int.Parse),
        a.NameIfAny("cpu"),
        a.NumberIfAny("hugepages", 0, long.MaxValue),
        a.Word("flush", FlushKind.Ipi),
        a.Word("tlb", TlbKind.Full));

    public override string ToTraceLine() => TraceLine.Of(
        "machine",
        TraceLine.Option("cpus", Cpus, CpusDefault),
        TraceLine.Option("levels", Levels, LevelsDefault),
        TraceLine.Option("cpu", Preset),
        TraceLine.Option("hugepages", HugePages),
        TraceLine.Option("flush", Flush, FlushKind.Ipi),
        TraceLine.Option("tlb", Tlb, TlbKind.Full));
}

/// <summary>What an invalidation of a leaf does to the paging-structure caches.</summary>
public enum TlbKind
{
    /// <summary>As x86: the entries that lead to the leaf go too.</summary>
    Full,

    /// <summary>As arm64 can: walk-cache entries stay unless the flush says that tables were freed.</summary>
    LeafOnly,
}
