using Emulator.Accounting;
using Emulator.Probes;

namespace Emulator.Costs;

/// <param name="Number">Of work which it is (<see cref="StormWork"/>); otherwise the lock, the task that starts, or how many CPUs are interrupted.</param>
internal readonly record struct StormStep(StormStepKind Kind, int Number, LockMode Mode);

/// <summary>What a task of the simulation does next.</summary>
internal enum StormStepKind
{
    /// <summary>Runs on its CPU for a time.</summary>
    Work,

    Lock,
    Unlock,

    /// <summary>An interrupt to other CPUs, and the wait for all of them.</summary>
    Interrupt,

    /// <summary>Another task begins to run.</summary>
    Start,

    /// <summary>Off the CPU for a time.</summary>
    Sleep,

    /// <summary>The part whose latency is wanted begins.</summary>
    Begin,

    /// <summary>It ends.</summary>
    End,
}

/// <summary>A task of the simulation: steps, and where it is in them.</summary>
internal sealed class StormTask(int cpu, List<StormStep> steps)
{
    internal int Cpu => cpu;

    internal bool IsDone => Next == steps.Count;

    internal StormStep Step => steps[Next];

    internal int Next { get; set; }

    /// <summary>It began its step, and is woken when that is over.</summary>
    internal bool IsUnderWay { get; set; }

    /// <summary>What interrupts had taken of its CPU when its work was last looked at.</summary>
    internal double StolenBefore { get; set; }

    internal double WaitsSince { get; set; }

    internal double BeganAt { get; set; }
}

/// <summary>
/// Numbers for the work of steps. A number stands for calls in their order, and not for their time: so what was recorded once is timed by any
/// profile, and adds up to the same double each time.
/// </summary>
internal sealed class StormWork
{
    /// <summary>The number of no calls at all.</summary>
    internal const int None = 0;

    private readonly Dictionary<Calls, int> _numbers = [];
    private readonly List<Calls> _calls = [default];

    /// <summary>The number of some work and calls after it.</summary>
    internal int After(int work, KernelFunction function, long times)
    {
        var calls = new Calls(work, function, times);
        if (_numbers.TryGetValue(calls, out var number)) return number;
        _numbers.Add(calls, _calls.Count);
        _calls.Add(calls);
        return _calls.Count - 1;
    }

    /// <summary>In nanoseconds, by number.</summary>
    /// <param name="end">The value of a cost, or an end of its interval.</param>
    internal double[] TimesBy(CostProfile profile, Func<CostRange, double> end)
    {
        CostRange[] costs = [.. Enum.GetValues<KernelFunction>().Select(profile.ShareOf)];
        var ranges = new CostRange[_calls.Count];
        for (var number = 1; number < ranges.Length; number++)
        {
            var (before, function, times) = _calls[number];
            ranges[number] = ranges[before] + (costs[(int)function] * times);
        }

        return [.. ranges.Select(end)];
    }

    /// <summary>The work before them, which has a lower number, and the last calls.</summary>
    private readonly record struct Calls(int Before, KernelFunction Function, long Times);
}
