using Emulator.Checks;
using Emulator.Native;
using Emulator.Scenarios;
using Emulator.Walks;

namespace Tests.Scenarios;

/// <summary>Runs a random trace with every check after every statement, then lets all processes exit.</summary>
internal sealed class RandomRun
{
    private readonly ShareCounts _counts = new();

    /// <summary>Verbs and results that were seen.</summary>
    public HashSet<string> Seen { get; } = [];

    /// <summary>Runs in which a table was shared, and one unshared by something else than exit.</summary>
    public int Both { get; private set; }

    /// <summary>What was wrong, a line each.</summary>
    public List<string> Wrong { get; } = [];

    public void AssertNothingWrong() => Assert.True(Wrong.Count == 0, $"{Wrong.Count} wrong\n{string.Join('\n', Wrong.Take(20))}");

    public void Run(Trace trace, KernelRelease release)
    {
        var whole = WithExits(trace);
        using var run = new TraceRun(whole, release);
        var (hasShared, hasUnshared) = (false, false);
        try
        {
            foreach (var answer in run.Answers())
            {
                Seen.Add(answer.Statement.Text.Split(' ')[0]);
                Seen.Add(answer.Outcome.Result);
                if (answer.Outcome.Deadlock is not null) return;
                hasShared = hasShared || run.Machine.Processes.Any(mm => LeftSharedAnywhere(run.Machine, mm));
                hasUnshared |= answer.Tally.Unshared > 0 && answer.Statement is not ExitStatement;
                foreach (var violation in _counts.Find(run.Machine)) Fail(trace, release, answer, $"{violation.Check}: {violation.What}");
                if (release.Name == "6.19" && answer.LeftStale != 0) Fail(trace, release, answer, $"{answer.LeftStale} left stale");
                if (release.Name == "6.19" && answer.LeftShared != 0) Fail(trace, release, answer, $"{answer.LeftShared} left shared");
            }
        }
        catch (EnsureException bug)
        {
            Wrong.Add($"{trace.Path} at {release.Name}: {bug}");
            return;
        }

        if (hasShared && hasUnshared) Both++;
        if (run.Machine.Arena.LiveTables != 0) Wrong.Add($"{trace.Path} at {release.Name}: {run.Machine.Arena.LiveTables} tables are left");
        if (release.Name != "6.19") return;
        foreach (var violation in run.Machine.Violations) Wrong.Add($"{trace.Path} at 6.19: {violation.Check}: {violation.What}");
    }

    private void Fail(Trace trace, KernelRelease release, Answer answer, string what) =>
        Wrong.Add($"{trace.Path}:{answer.Statement.Line} at {release.Name}: {what} after '{answer.Statement.Text}'");

    private static bool LeftSharedAnywhere(Emulator.Kernel.Machine machine, Emulator.Kernel.Mm mm) =>
        mm.PmdTables > 0 && mm.Vmas.All.Any(vma => vma.File.IsPmdSized && IsShared(machine, mm, vma));

    private static bool IsShared(Emulator.Kernel.Machine machine, Emulator.Kernel.Mm mm, Emulator.Kernel.Vma vma)
    {
        for (var at = vma.Start; at < vma.End; at = at.AlignDown<Pud>() + Pud.Span)
        {
            var pud = Emulator.Kernel.PageTables.PudEntry(machine.Arena, mm, at);
            if (pud.IsTable && machine.Arena.Info(pud.TableAddress).ShareCount > 0) return true;
        }

        return false;
    }

    /// <summary>The trace, and then the exit of whoever still lives.</summary>
    private static Trace WithExits(Trace trace)
    {
        var live = trace.Processes.ToList();
        foreach (var statement in trace.ProgramOrder)
        {
            if (statement is ForkStatement fork) live.Add(fork.Child);
            if (statement is ExitStatement exit) live.Remove(exit.Process);
        }

        var exits = live.Select(name => new ExitStatement(0, $"exit {name}", name));
        return trace with { Statements = new ValueList<Statement>([.. trace.Statements, .. exits]) };
    }
}
