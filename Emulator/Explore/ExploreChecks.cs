using Emulator.Scenarios;

namespace Emulator.Explore;

/// <summary>What a trace must be like to be explored.</summary>
internal static class ExploreChecks
{
    private const int ActorsMax = 8;

    /// <exception cref="TraceException">It is not.</exception>
    internal static void Check(Trace trace)
    {
        var blocks = trace.Statements.OfType<ParallelStatement>().ToList();
        if (blocks.Count == 0)
        {
            throw new TraceException(trace.Path, 1, "there is no 'parallel' block", "one, or ptemu run --check, which checks more of a single order");
        }

        if (blocks.Count > 1)
        {
            throw new TraceException(trace.Path, blocks[1].Line, "there is a second 'parallel' block", "one block at the most");
        }

        foreach (var block in blocks) Check(trace, block);
    }

    private static void Check(Trace trace, ParallelStatement block)
    {
        if (block.Threads.Count == 0)
        {
            throw new TraceException(trace.Path, block.Line, "the 'parallel' block has no actor", "a line ACTOR: STATEMENT before 'end'");
        }

        if (block.Threads.Count > ActorsMax)
        {
            throw new TraceException(trace.Path, block.Line, $"there are {block.Threads.Count} actors", $"{ActorsMax} at the most");
        }

        foreach (var line in block.Actions)
        {
            if (line.Statement is not (ExitStatement or ForkStatement)) continue;
            var names = line.Statement is ForkStatement fork ? new[] { fork.Child } : [((ExitStatement)line.Statement).Process];
            var other = block.Actions.FirstOrDefault(one =>
                one.Thread != line.Thread && one.Statement is ProcessStatement act && names.Contains(act.Process));
            if (other is null) continue;
            throw new TraceException(
                trace.Path,
                line.Statement.Line,
                $"{names[0]} comes or goes while actor {other.Thread} uses it (line {other.Statement.Line})",
                "a process that only this actor uses");
        }
    }
}
