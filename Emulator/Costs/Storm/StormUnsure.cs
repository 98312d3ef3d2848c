using Emulator.Accounting;

namespace Emulator.Costs;

/// <summary>A cost that takes part in a storm and is not sure: of a function, or of the machine.</summary>
internal sealed record StormUnsure(string Name, Cost Cost, KernelFunction? Function)
{
    /// <summary>All whose interval is not a point.</summary>
    internal static IEnumerable<StormUnsure> Of(CostProfile profile, StormMachine machine, IReadOnlySet<KernelFunction> functions) =>
        machine.Costs.Select(one => new StormUnsure(one.Name, one.Cost, null))
            .Concat(profile.Costs
                .Where(pair => functions.Contains(pair.Key) && !RecordedStorm.IsSimulated(pair.Key))
                .OrderBy(pair => pair.Key)
                .Select(pair => new StormUnsure(pair.Key.CName(), pair.Value, pair.Key)))
            .Where(one => one.Cost.High > one.Cost.Low);

    /// <summary>The same costs with another value of this one.</summary>
    internal (CostProfile Profile, StormMachine Machine) At(double nanoseconds, CostProfile profile, StormMachine machine)
    {
        var other = Cost with { Nanoseconds = nanoseconds };
        return Function is { } function ? (profile.With(function, other), machine) : (profile, machine.With(Name, other)!);
    }
}
