using Emulator.Kernel;
using Emulator.Native;
using Emulator.Scenarios;

namespace Emulator.Host;

/// <summary>Runs traces on this machine's kernel, one after the other, by one agent: <c>ptemu host</c>.</summary>
public sealed class HostRunner : IDisposable
{
    private const int RoundsMin = 5;

    private readonly HostOptions _options;
    private readonly HostLock _lock;
    private AgentConnection? _agent;

    /// <param name="tell">Told where another run on this machine's kernel must end first.</param>
    /// <exception cref="HostException">This machine can't be asked; with what to do about it.</exception>
    public HostRunner(HostOptions options, Action<string>? tell = null)
    {
        CheckMachine();
        _options = options;
        _lock = HostLock.Take(tell);
    }

    /// <summary>All the answers of a trace, in order.</summary>
    /// <exception cref="HostException">This machine can't run it.</exception>
    /// <exception cref="TraceException">No real kernel can, or it would be dangerous.</exception>
    public IReadOnlyList<HostAnswer> Run(Trace trace)
    {
        HostPreconditions.Check(trace, ThisMachine.OnlineCpus);
        using var pages = HugePages.Provide(trace, _options);
        return Repeat(_options.Repeat, () => RunOnce(trace));
    }

    /// <summary>
    /// All the answers of each trace, round by round: each trace once a round, in another order each time, so that what else the
    /// machine does meanwhile falls on all of them alike.
    /// </summary>
    /// <param name="limit">No round starts after it, but for the first few.</param>
    /// <param name="progress">Told how many of the runs are done.</param>
    /// <returns>By trace, then by round.</returns>
    /// <exception cref="HostException">This machine can't run one of them.</exception>
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<HostAnswer>>> RunInTurn(
        IReadOnlyList<Trace> traces, int rounds, ulong seed, TimeSpan limit, Action<int> progress)
    {
        var started = System.Diagnostics.Stopwatch.StartNew();
        foreach (var trace in traces) HostPreconditions.Check(trace, ThisMachine.OnlineCpus);
        var largest = traces.MaxBy(PagesOf)!;
        using var pages = HugePages.Provide(largest, _options with { TwoMegaPages = PagesOf(largest) });
        var answers = traces.Select(_ => new List<IReadOnlyList<HostAnswer>>()).ToList();
        var order = Enumerable.Range(0, traces.Count).ToArray();
        var dice = new Dice(seed);
        for (var round = 0; round < rounds && (round < RoundsMin || started.Elapsed < limit); round++)
        {
            dice.Shuffle(order);
            foreach (var (done, index) in order.Index())
            {
                answers[index].Add(RunOnce(traces[index]));
                progress((round * order.Length) + done + 1);
            }
        }

        return answers;
    }

    /// <summary>What most repetitions answered, and how many did not; a hang ends them.</summary>
    internal static IReadOnlyList<HostAnswer> Repeat(int times, Func<IReadOnlyList<HostAnswer>> run)
    {
        var repetitions = new List<IReadOnlyList<HostAnswer>>();
        do
        {
            repetitions.Add(run());
        }
        while (repetitions.Count < times && !repetitions[^1].Any(answer => answer.Result == HostAnswer.Deadlock));

        return [.. Enumerable.Range(0, repetitions[0].Count)
            .Select(index => Merge([.. repetitions.Select(answers => answers.ElementAtOrDefault(index))]))];
    }

    public void Dispose()
    {
        _agent?.Dispose();
        _lock.Dispose();
    }

    private static long PagesOf(Trace trace)
    {
        var memory = HostMemory.Available();
        return new HugePageNeed(trace, memory + memory).TwoMega;
    }

    private static void CheckMachine()
    {
        if (!OperatingSystem.IsLinux()) throw new HostException("only Linux has a kernel to ask");
        _ = AgentFile.Path;
        if (Environment.IsPrivilegedProcess) return;
        throw new HostException(
            "asking this machine's kernel needs root (userfaultfd, tracepoints, page tables of other processes): run it with sudo");
    }

    private IReadOnlyList<HostAnswer> RunOnce(Trace trace)
    {
        _agent ??= new(_options.CountsEvents);
        try
        {
            using var session = new HostSession(_agent, trace, _options);
            return [.. session.Answers()];
        }
        finally
        {
            if (_agent.IsHung)
            {
                _agent.Dispose();
                _agent = null;
            }
        }
    }

    /// <summary>
    /// What most repetitions answered: the hypervisor alone makes one differ, when it takes a CPU away at the wrong moment.
    /// </summary>
    private static HostAnswer Merge(IReadOnlyList<HostAnswer?> same)
    {
        var answers = same.OfType<HostAnswer>().ToList();
        var most = answers.GroupBy(answer => string.Join('\n', AnswerFields.Of(answer))).MaxBy(group => group.Count())!.ToList();
        var times = answers.Select(answer => answer.Nanoseconds).Order().ToList();
        return most[0] with { Nanoseconds = times[times.Count / 2], Nondeterministic = same.Count - most.Count };
    }
}

/// <summary>The kernel gave no answer to a statement in the time that it has; nobody knows whether it ever would.</summary>
public sealed class NoAnswerException(Trace trace, Statement statement, TimeSpan limit) : HostException(
    $"{trace.Path}:{statement.Line}: no answer to '{statement.Text}' within {limit.TotalSeconds:0} s: "
    + "this machine is too busy, or its kernel hangs");

/// <param name="Repeat">How often the whole trace runs: the times are the median, the rest is what most runs answered.</param>
/// <param name="WithMaps">Also the VMAs of every live process.</param>
/// <param name="Setup">Make the huge pages that are missing, and give them back.</param>
/// <param name="AllowHang">Make a call that may never return, too.</param>
/// <param name="TwoMegaPages">Free 2 MB pages to have, where the caller knows better than the text of a trace tells; null counts.</param>
public sealed record HostOptions(
    int Repeat = 1, bool WithMaps = false, bool Setup = false, bool AllowHang = false, long? TwoMegaPages = null)
{
    /// <summary>The longest calls (touching or ending a mapping of 8T) take a few seconds.</summary>
    public TimeSpan CallMax { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Count flushes and interrupts? It makes them dearer, so not where time is what is asked for.</summary>
    public bool CountsEvents { get; init; } = true;

    /// <summary>What the kernel may be, where that says which accesses would fault for ever: one that would in any of them is not made.</summary>
    public IReadOnlyList<LinuxKernel> Releases { get; init; } = EndlessFaults.ReleasesOf(Environment.OSVersion.Version);
}
