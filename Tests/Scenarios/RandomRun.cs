using Emulator.Kernel;
using Emulator.Native;
using Emulator.Scenarios;

namespace Tests.Scenarios;

/// <summary>Runs a random trace with every check after every statement, then lets all processes exit.</summary>
internal sealed class RandomRun
{
    // What is counted must be right at every release; of the rest old releases have bugs (docs/checks.md).
    private static readonly string[] Counts =
    [
        CheckNames.ShareCount, CheckNames.VmPte, CheckNames.PageTablesLeaked, CheckNames.PageTableFreedInUse, CheckNames.PagesLeftMapped,
        CheckNames.LockOrder,
    ];

    private static readonly string[] CleanReleases = ["6.2", "6.12", "6.15", "6.16", "6.19", "7.2"];

    /// <summary>Verbs and results that were seen.</summary>
    public HashSet<string> Seen { get; } = [];

    /// <summary>Runs in which a table was shared, and one unshared by something else than exit.</summary>
    public int Both { get; private set; }

    /// <summary>What was wrong, a line each.</summary>
    public List<string> Wrong { get; } = [];

    public void AssertNothingWrong() => Assert.True(Wrong.Count == 0, $"{Wrong.Count} wrong\n{string.Join('\n', Wrong.Take(20))}");

    public void Run(Trace trace, LinuxKernel release)
    {
        var whole = WithExits(trace);
        using var run = new TraceRun(whole, release, isChecked: true);
        var (hasShared, hasUnshared) = (false, false);
        try
        {
            foreach (var answer in run.Answers())
            {
                Seen.Add(answer.Statement.Text.Split(' ')[0]);
                Seen.Add(answer.Outcome.Result);
                var wrong = answer.Violations.Where(one => IsWrong(one, release));
                foreach (var one in wrong) Fail(trace, release, answer, $"{one.Check}: {one.What}");
                if (answer.Outcome.Deadlock is not null) return;
                hasShared = hasShared || run.Machine.Processes.Any(mm => LeftSharedAnywhere(run.Machine, mm));
                hasUnshared |= answer.Tally.Unshared > 0 && answer.Statement is not ExitStatement;
            }
        }
        catch (EnsureException bug)
        {
            Wrong.Add($"{trace.Path} at {release.Name}: {bug}");
            return;
        }

        if (hasShared && hasUnshared) Both++;
        if (run.Machine.Arena.LiveTables != 0) Wrong.Add($"{trace.Path} at {release.Name}: {run.Machine.Arena.LiveTables} tables are left");
    }

    private static bool IsWrong(Violation violation, LinuxKernel release) =>
        Counts.Contains(violation.Check) || (violation.Severity == Severity.Usable && CleanReleases.Contains(release.Name));

    private void Fail(Trace trace, LinuxKernel release, Answer answer, string what) =>
        Wrong.Add($"{trace.Path}:{answer.Statement.Line} at {release.Name}: {what} after '{answer.Statement.Text}'");

    private static bool LeftSharedAnywhere(Machine machine, Mm mm) =>
        mm.PmdTables > 0 && mm.Vmas.All.Any(vma => vma.File.IsPmdSized && IsShared(machine, mm, vma));

    private static bool IsShared(Machine machine, Mm mm, Vma vma)
    {
        for (var at = vma.Start; at < vma.End; at = at.AlignDown<Pud>() + Pud.Span)
        {
            var pud = PageTables.PudEntry(machine.Arena, mm, at);
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
