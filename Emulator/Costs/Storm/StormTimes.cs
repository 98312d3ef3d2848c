using Emulator.Accounting;

namespace Emulator.Costs;

/// <summary>Numbers for the times of steps: few differ, and a number is smaller than a time with its interval.</summary>
internal sealed class StormTimes
{
    private readonly Dictionary<CostRange, int> _numbers = [];
    private readonly List<CostRange> _times = [];

    internal int NumberOf(CostRange time)
    {
        if (_numbers.TryGetValue(time, out var number)) return number;
        _numbers.Add(time, _times.Count);
        _times.Add(time);
        return _times.Count - 1;
    }

    /// <summary>In nanoseconds, by number.</summary>
    /// <param name="end">The value of a cost, or an end of its interval.</param>
    internal double[] At(Func<CostRange, double> end) => [.. _times.Select(end)];
}
