namespace Emulator.Scenarios;

/// <summary>A block whose lines are actors'. <c>run</c> takes the lines in order, <c>explore</c> all the actors' interleavings.</summary>
public sealed record ParallelStatement(int Line, string Text, ValueList<ActorLine> Actions) : Statement(Line, Text)
{
    /// <summary>The actors, by thread, in the order of their first lines.</summary>
    public IReadOnlyList<string> Threads => [.. Actions.Select(action => action.Thread).Distinct()];

    /// <summary>The whole block: several lines.</summary>
    public override string ToTraceLine() => string.Join('\n', ["parallel", .. Actions.Select(action => action.ToTraceLine()), "end"]);
}
