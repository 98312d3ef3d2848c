using Emulator.Accounting;

namespace Emulator.Costs;

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
