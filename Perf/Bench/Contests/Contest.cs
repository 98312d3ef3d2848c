using System.Diagnostics;
using Emulator.Native;

namespace Perf.Bench;

/// <summary>
/// Measures several ways in turn, round by round, in one process: so all meet the same memory, the same clock and the same noise. What is
/// told of them is medians, and of two of them the median of the ratios of the rounds. It is processor time (<see cref="ThreadClock"/>).
/// A sample begins with a run that is not timed, so that each meets the caches as itself left them; where state is put back before each
/// run, that has touched it. A round's order is drawn, so that none always follows the same: after a walk of 5 ms, which lets
/// other machines' work into the L3 cache, a scan of 8M took twice its time.
/// </summary>
internal sealed class Contest(IReadOnlyList<Contestant> contestants)
{
    /// <summary>With fewer rounds a median says little.</summary>
    internal const int RoundsMin = 15;

    private const int RoundsMax = 101;

    /// <summary>Below this, the clock and the call of a delegate would be measured.</summary>
    private const long SampleMinNs = 200_000;

    /// <summary>Are the budgets a tenth? Set by the command, before anything is measured.</summary>
    internal static bool IsQuick { get; set; }

    private readonly double[][] _rounds = new double[contestants.Count][];

    internal int Rounds { get; private set; }

    /// <summary>Nanoseconds of a run.</summary>
    internal double Median(string name) => MedianOf(RoundsOf(name));

    /// <summary>How many times as fast one is as another.</summary>
    internal double Ratio(string fast, string slow) =>
        MedianOf(RatiosOf(RoundsOf(fast), RoundsOf(slow)));

    /// <summary>How far the rounds of one spread, in percent of the median.</summary>
    internal double Spread(string name) => SpreadOf(RoundsOf(name));

    /// <summary>How far the rounds' ratios spread.</summary>
    internal double RatioSpread(string fast, string slow) =>
        SpreadOf(RatiosOf(RoundsOf(fast), RoundsOf(slow)));

    /// <summary>What the last run of each returned.</summary>
    internal long[] Results { get; } = new long[contestants.Count];

    /// <param name="budget">No round begins after it, but for the first <see cref="RoundsMin"/>.</param>
    internal void Run(TimeSpan budget, Action<int>? progress = null)
    {
        var repeats = contestants.Select(Calibrate).ToArray();
        var rounds = contestants.Select(_ => new List<double>()).ToArray();
        var started = Stopwatch.GetTimestamp();
        if (IsQuick) budget /= 10;
        var order = Enumerable.Range(0, contestants.Count).ToArray();
        var random = new Random(20210210);
        for (Rounds = 0; Rounds < RoundsMin || (Rounds < RoundsMax && Stopwatch.GetElapsedTime(started) < budget); Rounds++)
        {
            progress?.Invoke(Rounds);
            random.Shuffle(order);
            foreach (var at in order) rounds[at].Add(Time(at, repeats[at]));
        }

        for (var i = 0; i < contestants.Count; i++) _rounds[i] = [.. rounds[i]];
    }

    /// <summary>Runs all in turn until the JIT has done what it will: a contestant's own loops may start unoptimized.</summary>
    internal static void WarmUp(IReadOnlyList<Contestant> contestants, TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        do
        {
            foreach (var contestant in contestants)
            {
                contestant.Prepare?.Invoke();
                contestant.Run();
            }
        }
        while (Stopwatch.GetElapsedTime(started) < time);
    }

    /// <summary>How many runs make a sample. It touches the memory, too.</summary>
    private static int Calibrate(Contestant contestant)
    {
        contestant.Prepare?.Invoke();
        contestant.Run();
        if (contestant.Prepare is not null) return 1;
        for (var repeats = 1; ; repeats *= 2)
        {
            var started = ThreadClock.Now();
            for (var i = 0; i < repeats; i++) contestant.Run();
            if (ThreadClock.Now() - started >= SampleMinNs) return repeats;
        }
    }

    private double Time(int index, int repeats)
    {
        var (run, prepare) = (contestants[index].Run, contestants[index].Prepare);
        if (prepare is null) run();
        else prepare();
        var started = ThreadClock.Now();
        for (var i = 0; i < repeats; i++) Results[index] = run();
        return (double)(ThreadClock.Now() - started) / repeats;
    }

    private double[] RoundsOf(string name)
    {
        for (var i = 0; i < contestants.Count; i++)
        {
            if (contestants[i].Name == name) return _rounds[i];
        }

        throw new ArgumentException($"there is no contestant '{name}'", nameof(name));
    }

    /// <summary>
    /// A standard deviation that a few disturbed rounds don't inflate: 1.4826 times the median distance from the median, which
    /// is the same where the rounds are normally distributed.
    /// </summary>
    internal static double SpreadOf(IReadOnlyList<double> values)
    {
        const double NormalFactor = 1.4826;
        var median = MedianOf(values);
        return 100 * NormalFactor * MedianOf([.. values.Select(value => Math.Abs(value - median))]) / median;
    }

    /// <summary>Round by round, how many times as fast the first is as the second.</summary>
    internal static IReadOnlyList<double> RatiosOf(IReadOnlyList<double> fast, IReadOnlyList<double> slow) =>
        [.. slow.Zip(fast, (slower, faster) => slower / faster)];

    internal static double MedianOf(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

/// <summary>One of several ways to do the same, by name.</summary>
/// <param name="Run">Does it once. What it returns shows that it did.</param>
internal sealed record Contestant(string Name, Func<long> Run)
{
    /// <summary>Puts back what a run changes, outside the measured time. A sample is then one run.</summary>
    internal Action? Prepare { get; init; }
}
