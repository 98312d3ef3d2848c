namespace Emulator.Scenarios;

public sealed record ForkStatement(int Line, string Text, string Process, string Child)
    : ProcessStatement(Line, Text, Process)
{
    internal static ForkStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"), a.Name("CHILD"));

    public override string ToTraceLine() => $"fork {Process} {Child}";
}

public sealed record ExitStatement(int Line, string Text, string Process) : ProcessStatement(Line, Text, Process)
{
    internal static ExitStatement From(Arguments a) => new(a.Line, a.Text, a.Name("PROC"));

    public override string ToTraceLine() => $"exit {Process}";
}

/// <summary>A block whose lines are actors'. <c>run</c> takes the lines in order, <c>explore</c> all the actors' interleavings.</summary>
public sealed record ParallelStatement(int Line, string Text, ValueList<ActorLine> Actions) : Statement(Line, Text)
{
    /// <summary>The actors, by thread, in the order of their first lines.</summary>
    public IReadOnlyList<string> Threads => [.. Actions.Select(action => action.Thread).Distinct()];

    /// <summary>The whole block: several lines.</summary>
    public override string ToTraceLine() => string.Join('\n', ["parallel", .. Actions.Select(action => action.ToTraceLine()), "end"]);
}

/// <summary>A line of a parallel block. Lines of one <paramref name="Thread"/> keep their order.</summary>
/// <param name="Actor">Whose thread it is: A for <c>A:</c> and <c>A.2:</c>. It needs not be a process.</param>
/// <param name="Thread">A for the first thread (also where <c>A.1:</c> is written), A.2 for the second.</param>
public sealed record ActorLine(string Actor, string Thread, Statement Statement)
{
    public string ToTraceLine() => $"{Thread}: {Statement.ToTraceLine()}";
}
