namespace Emulator.Accounting;

/// <summary>What each function costs by itself, without its callees, on one machine: every number with its source.</summary>
public sealed class CostProfile(string name, CostsByFunction costs)
{
    private IReadOnlyDictionary<KernelFunction, Cost>? _dictionary;

    public CostProfile(string name, IReadOnlyDictionary<KernelFunction, Cost> costs) : this(name, ByFunction(costs))
    {
    }

    public string Name => name;

    public IReadOnlyDictionary<KernelFunction, Cost> Costs => _dictionary ??= costs.ToDictionary();

    /// <summary>Null for a profile that is put together from papers and guesses.</summary>
    public MeasuredOn? MeasuredOn { get; init; }

    /// <summary>
    /// By how much of itself a prediction from fitted costs may be off: in 95 of 100 shapes that the fit had not seen it was not more.
    /// </summary>
    public double RelativeError { get; init; }

    /// <summary>The same with another cost of one function: somebody knows better, or asks what if.</summary>
    public CostProfile With(KernelFunction function, Cost cost) =>
        new(name, new Dictionary<KernelFunction, Cost>(Costs) { [function] = cost }) { MeasuredOn = MeasuredOn, RelativeError = RelativeError };

    /// <summary>Nanoseconds of one call, callees not included; 0 for what has no cost of its own.</summary>
    public double NanosecondsOf(KernelFunction function) => costs[function]?.Nanoseconds ?? 0;

    /// <summary>The calls of a function, with the interval.</summary>
    public CostRange RangeOf(KernelFunction function, long calls) => costs[function] is { } cost ? RangeOf(cost, calls) : default;

    /// <summary>
    /// All calls of a tree, with the interval. A cost that is off is off in every call alike, so the ends add up as the values do: nothing
    /// averages out.
    /// </summary>
    public CostRange RangeOf(CallTree calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        var sum = new CostRange();
        for (KernelFunction function = 0; (int)function < KernelFunctions.Count; function++) sum += RangeOf(function, calls[function]);
        return sum;
    }

    private static CostsByFunction ByFunction(IReadOnlyDictionary<KernelFunction, Cost> costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        var all = new CostsByFunction();
        foreach (var (function, cost) in costs) all[function] = cost;
        return all;
    }

    private CostRange RangeOf(Cost cost, long calls)
    {
        var value = calls * cost.Nanoseconds;
        return cost.IsFitted
            ? new(value, value / (1 + RelativeError), value * (1 + RelativeError))
            : new(value, calls * cost.Low, calls * cost.High);
    }
}
