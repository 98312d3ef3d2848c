using Emulator.Probes;

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

    /// <summary>What consumers of mmu notifiers cost, by their names.</summary>
    public IReadOnlyDictionary<string, ConsumerCost> Consumers { get; init; } = new Dictionary<string, ConsumerCost>();

    /// <summary>The same with another cost of one function: somebody knows better, or asks what if.</summary>
    /// <remarks>The sum that it was fitted in is then nobody's: what is left of it is anything from 0 to all of it.</remarks>
    public CostProfile With(KernelFunction function, Cost cost)
    {
        var changed = new Dictionary<KernelFunction, Cost>(Costs) { [function] = cost };
        foreach (var other in costs[function]?.FittedWith ?? [])
            changed[other] = changed[other] with { IsFitted = false, FittedWith = [], Low = 0, High = SumWith(changed[other]) * (1 + RelativeError) };
        return Changed(name, ByFunction(changed), Consumers);
    }

    /// <summary>The same by another name.</summary>
    public CostProfile Named(string other) => Changed(other, costs, Consumers);

    /// <summary>The same with the costs of one more consumer, or others of one that it has.</summary>
    public CostProfile With(string consumer, ConsumerCost cost) =>
        Changed(name, costs, new Dictionary<string, ConsumerCost>(Consumers) { [consumer] = cost });

    /// <summary>Nanoseconds of one call, callees not included; 0 for what has no cost of its own.</summary>
    public double NanosecondsOf(KernelFunction function) => costs[function]?.Nanoseconds ?? 0;

    /// <summary>The time of a function's calls, with the interval: for a function that was fitted with others, from 0 to the cost of all.</summary>
    public CostRange RangeOf(KernelFunction function, long calls) => costs[function] is { } cost ? RangeOf(cost, calls) : default;

    /// <summary>
    /// A call, with its part of the interval where it and all that it was fitted with are called equally often. For a simulation, which has the
    /// functions one by one.
    /// </summary>
    public CostRange ShareOf(KernelFunction function) => costs[function] switch
    {
        null => default,
        { IsFitted: true, Nanoseconds: var value } => Fitted(value, value, value),
        var cost => RangeOf(cost, 1),
    };

    /// <summary>
    /// All calls of a tree, with the interval. A cost that is off is off in every call alike, so the ends add up as the values do: nothing
    /// averages out.
    /// </summary>
    public CostRange RangeOf(CallTree calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        return RangeOf(calls.Totals);
    }

    /// <summary>The same of calls by function, in the order of <see cref="KernelFunction"/>.</summary>
    public CostRange RangeOf(ReadOnlySpan<long> calls)
    {
        var sum = new CostRange();
        for (var i = 0; i < calls.Length; i++)
        {
            if (costs[(KernelFunction)i] is not { } cost) continue;
            if (cost.FittedWith.Count == 0) sum += RangeOf(cost, calls[i]);
            else if (IsFirst((KernelFunction)i, cost)) sum += RangeOfGroup((KernelFunction)i, cost, calls);
        }

        return sum;
    }

    /// <summary>What a consumer takes for what it had to do; nothing if the profile does not have it.</summary>
    public ConsumerTime TimeOf(string consumer, ConsumerWork work) =>
        new(consumer, work, Consumers.TryGetValue(consumer, out var cost) ? [.. ConsumerCost.PartNames.Zip(work.Parts, cost.Parts).Select(PartOf)] : []);

    private ConsumerPart PartOf((string Name, long Calls, Cost Cost) part) => new(part.Name, part.Calls, RangeOf(part.Cost, part.Calls));

    private CostProfile Changed(string itsName, CostsByFunction itsCosts, IReadOnlyDictionary<string, ConsumerCost> consumers) =>
        new(itsName, itsCosts) { MeasuredOn = MeasuredOn, RelativeError = RelativeError, Consumers = consumers };

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
        if (!cost.IsFitted) return new(value, calls * cost.Low, calls * cost.High);
        return cost.FittedWith.Count == 0 ? Fitted(value, value, value) : Fitted(value, 0, calls * SumWith(cost));
    }

    /// <summary>
    /// Functions of which only the sum was measured, each called as often as the others. Any part of it may be any one's: so their calls take no
    /// less than the sum for each call of the one that is called least, and no more than it for each of the one that is called most.
    /// </summary>
    private CostRange RangeOfGroup(KernelFunction first, Cost cost, ReadOnlySpan<long> calls)
    {
        var (value, least, most) = (calls[(int)first] * cost.Nanoseconds, calls[(int)first], calls[(int)first]);
        foreach (var other in cost.FittedWith)
        {
            var times = calls[(int)other];
            value += times * NanosecondsOf(other);
            (least, most) = (Math.Min(least, times), Math.Max(most, times));
        }

        return Fitted(value, least * SumWith(cost), most * SumWith(cost));
    }

    private CostRange Fitted(double value, double low, double high) => new(value, low / (1 + RelativeError), high * (1 + RelativeError));

    /// <summary>What was fitted: of a call of this one and of each that it was fitted with.</summary>
    private double SumWith(Cost cost)
    {
        var sum = cost.Nanoseconds;
        foreach (var other in cost.FittedWith) sum += NanosecondsOf(other);
        return sum;
    }

    private static bool IsFirst(KernelFunction function, Cost cost)
    {
        foreach (var other in cost.FittedWith)
        {
            if (other < function) return false;
        }

        return true;
    }
}

/// <summary>Where and when the costs of a profile were measured.</summary>
/// <param name="Machine">The processor, as /proc/cpuinfo names it.</param>
/// <param name="Kernel">Its version, as uname -r prints it.</param>
/// <param name="Commit">Of ptemu.</param>
/// <param name="Load">What else ran: the load averages before and after.</param>
public sealed record MeasuredOn(string Machine, int Cpus, bool IsVirtual, string Kernel, string Commit, string Date, string Load)
{
    /// <summary>How often each shape was measured, at least; null where nobody wrote it down.</summary>
    public int? Rounds { get; init; }

    /// <summary>What the virtual machine runs on, as its kernel names it; null where it did not say.</summary>
    public string? Hypervisor { get; init; }
}
