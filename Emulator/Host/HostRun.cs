using Emulator.Native;
using Emulator.Scenarios;

namespace Emulator.Host;

/// <summary>Runs traces on this machine's kernel: <c>ptemu host</c>.</summary>
public static class HostRun
{
    /// <summary>What must be so on this machine; nothing was run where it is not.</summary>
    /// <exception cref="HostException">With what to do about it.</exception>
    public static void CheckMachine()
    {
        if (!OperatingSystem.IsLinux()) throw new HostException("only Linux has a kernel to ask");
        _ = AgentFile.Path;
        if (!Environment.IsPrivilegedProcess) throw new HostException("asking this machine's kernel needs root (userfaultfd, tracepoints, page tables of other processes): run it with sudo");
    }

    /// <summary>All the answers of a trace, in order.</summary>
    /// <exception cref="HostException">This machine can't run it.</exception>
    /// <exception cref="TraceException">No real kernel can, or it would be dangerous.</exception>
    public static IReadOnlyList<HostAnswer> Run(Trace trace, HostOptions options)
    {
        CheckMachine();
        HostPreconditions.Check(trace);
        using var one = HostLock.Take();
        using var pages = HugePages.Provide(trace, options.Setup);
        var repetitions = new List<IReadOnlyList<HostAnswer>>();
        do
        {
            repetitions.Add(RunOnce(trace, options));
        }
        while (repetitions.Count < options.Repeat && repetitions[^1][^1].Result != HostAnswer.Deadlock);

        return [.. Enumerable.Range(0, repetitions[0].Count).Select(index => Merge([.. repetitions.Select(answers => answers.ElementAtOrDefault(index))]))];
    }

    private static IReadOnlyList<HostAnswer> RunOnce(Trace trace, HostOptions options)
    {
        using var session = new HostSession(trace, options);
        return [.. session.Answers()];
    }

    private static HostAnswer Merge(IReadOnlyList<HostAnswer?> same)
    {
        var first = same[0]!;
        var state = AnswerFields.Of(first);
        var times = same.OfType<HostAnswer>().Select(answer => answer.Nanoseconds).Order().ToList();
        return first with
        {
            Nanoseconds = times[times.Count / 2],
            Nondeterministic = same.Count(answer => answer is null || !AnswerFields.Of(answer).SequenceEqual(state)),
        };
    }
}
