using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>The range that a statement names, and the same statement with another one.</summary>
internal readonly record struct StatementRange(AddrRange Range, Func<AddrRange, Statement> With)
{
    /// <summary>Null where the statement has none.</summary>
    public static StatementRange? Of(Statement statement) => statement switch
    {
        MmapStatement one => new(one.Range, range => one with { Range = range }),
        TouchStatement { Range: { } touched } one => new(touched, range => one with { Range = range }),
        MunmapStatement one => new(one.Range, range => one with { Range = range }),
        MlockStatement one => new(one.Range, range => one with { Range = range }),
        MunlockStatement one => new(one.Range, range => one with { Range = range }),
        MprotectStatement one => new(one.Range, range => one with { Range = range }),
        MremapStatement one => new(one.Range, range => one with { Range = range }),
        MadviseStatement one => new(one.Range, range => one with { Range = range }),
        FallocateStatement one => new(one.Range, range => one with { Range = range }),
        UffdRegisterStatement one => new(one.Range, range => one with { Range = range }),
        UffdUnregisterStatement one => new(one.Range, range => one with { Range = range }),
        UffdWriteprotectStatement one => new(one.Range, range => one with { Range = range }),
        UffdContinueStatement one => new(one.Range, range => one with { Range = range }),
        _ => null,
    };

    /// <summary>Ranges that say less: whole 1G, one 1G, one page, a half.</summary>
    public static IEnumerable<AddrRange> Simpler(AddrRange range)
    {
        var (start, end) = range;
        if (range.IsEmpty) yield break;
        yield return new(start.AlignDown<Pud>(), end.AlignUp<Pud>());
        yield return new(start.AlignUp<Pud>(), end.AlignDown<Pud>());
        yield return range with { Start = start.AlignDown<Pud>() };
        yield return range with { End = end.AlignUp<Pud>() };
        yield return range with { Start = start.AlignUp<Pud>() };
        yield return range with { End = end.AlignDown<Pud>() };
        yield return range with { End = start + Pud.Span };
        yield return range with { Start = end - Pud.Span };
        yield return range with { End = start + (Pud.Span / 2) };
        yield return range with { End = start + Pmd.Span };
        yield return range with { Start = end - Pmd.Span };
        var half = new VirtAddr(start.Value + (range.Length.Bytes / 2)).AlignDown<Pmd>();
        yield return range with { End = half };
        yield return range with { Start = half };
        yield return new(start.AlignDown<Pmd>(), end.AlignUp<Pmd>());
    }

    /// <summary>The statement with all its addresses elsewhere. The offsets of a file stay.</summary>
    public static Statement Moved(Statement statement, Func<VirtAddr, VirtAddr> move)
    {
        if (statement is FallocateStatement) return statement;
        if (statement is MremapStatement { To: { } to } mremap) statement = mremap with { To = move(to) };
        if (Of(statement) is { } place) return place.With(new(move(place.Range.Start), move(place.Range.End)));
        return statement switch
        {
            TouchStatement one => one with { Addresses = new ValueList<VirtAddr>(one.Addresses.Select(move)) },
            GupFastStatement one => one with { Address = move(one.Address) },
            HoldTableStatement one => one with { Address = move(one.Address) },
            SpeculateStatement one => one with { Address = move(one.Address) },
            ParallelStatement one => one with { Actions = new ValueList<ActorLine>(one.Actions.Select(Moved)) },
            _ => statement,
        };

        ActorLine Moved(ActorLine line) => line with { Statement = StatementRange.Moved(line.Statement, move) };
    }
}

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
