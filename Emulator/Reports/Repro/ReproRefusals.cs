using Emulator.Host;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>What no program can do by calling the kernel, and what none should do unasked.</summary>
internal static class ReproRefusals
{
    /// <exception cref="TraceException">The trace has such a statement, or none at all.</exception>
    public static void Check(Trace trace, ReproOptions options)
    {
        if (trace.Processes.Count == 0)
            throw new TraceException(trace.Path, 1, "no process does anything", "a statement that a process makes, such as mmap");
        foreach (var statement in trace.Statements) Check(trace, statement, options);
    }

    /// <exception cref="TraceException">
    /// The release never comes back from a statement: the program would not end, or has no answer to expect.
    /// </exception>
    public static void CheckAnswers(Trace trace, ReproPlan plan, ReproOptions options)
    {
        // It is for any Linux machine, and most have the default's rules.
        if (!options.AllowsHang && EndlessFaults.In(trace, [options.Release, LinuxKernels.Default]) is { } endless)
            throw new TraceException(trace.Path, endless.Statement.Line, endless.Why, "a trace that ends, or --allow-hang");
        foreach (var statement in trace.Executable.Where(_ => options.IsSelftest))
        {
            if (plan.AnswerTo(statement)?.Outcome.Deadlock is not { } deadlock) continue;
            var what = $"Linux {options.Release.Name} never returns from this ({deadlock.Message}), so there is nothing to test";
            throw new TraceException(trace.Path, statement.Line, what, "a trace that ends, or no --kselftest");
        }
    }

    private static void Check(Trace trace, Statement statement, ReproOptions options)
    {
        if (statement is ParallelStatement or GupFastStatement or HoldTableStatement or IdleStatement or SpeculateStatement)
        {
            var verb = statement.Text.Split(' ')[0];
            throw new TraceException(trace.Path, statement.Line, $"no system call does '{verb}'", "a statement that a process makes");
        }

        // Whether it hangs depends on the kernel that will run it, which is not known here: so every move is refused.
        if (statement is MremapStatement { To: not null } && !options.AllowsHang)
        {
            const string Why = "an mremap that moves hugetlb memory can hang the kernel for ever: Linux 6.1 and later take i_mmap_rwsem"
                + " for write, then for read in huge_pmd_share for the new place, and the task can't be killed";
            throw new TraceException(trace.Path, statement.Line, Why, "--allow-hang, if the machine may be lost");
        }
    }
}
