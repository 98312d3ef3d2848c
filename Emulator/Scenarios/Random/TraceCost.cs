using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>How hard a trace is to read: statements count most, then processes, then what is written, then what ranges span.</summary>
internal readonly record struct TraceCost(int Statements, int Processes, int Characters, UInt128 Span)
{
    public static TraceCost Of(Trace trace) => new(
        trace.ProgramOrder.Count() + trace.Statements.Count(statement => statement is ParallelStatement),
        trace.Processes.Count + trace.ProgramOrder.Count(statement => statement is ForkStatement),
        trace.ToTraceText().Length,
        trace.ProgramOrder.Aggregate(UInt128.Zero, (sum, statement) => sum + SpanOf(statement)));

    public static bool operator <(TraceCost a, TraceCost b) =>
        (a.Statements, a.Processes, a.Characters, a.Span).CompareTo((b.Statements, b.Processes, b.Characters, b.Span)) < 0;

    public static bool operator >(TraceCost a, TraceCost b) => b < a;

    /// <summary>The bytes of the range, twice, and where it begins: the shorter one is simpler, and of two alike the lower one.</summary>
    private static UInt128 SpanOf(Statement statement)
    {
        if (statement is FileStatement file) return file.Size.Bytes;
        return StatementRange.Of(statement) is { } place ? (2 * (UInt128)place.Range.Length.Bytes) + place.Range.Start.Value : UInt128.Zero;
    }
}
