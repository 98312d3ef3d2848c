using Emulator.Accounting;
using Emulator.Walks;

namespace Emulator.Costs;

/// <summary>What the conclusion would be if a cost were half or double: how many times longer one release takes than another.</summary>
/// <param name="Half">The factor with half of the cost.</param>
/// <param name="Double">The factor with double of it.</param>
public sealed record StormSensitivity(string Cost, double Nanoseconds, double Half, double Double)
{
    /// <summary>
    /// The costs that are least sure: of those that nothing was fitted to, and that take part, the ones on which the factor depends most.
    /// </summary>
    public static IReadOnlyList<StormSensitivity> Of(
        StormOptions options, KernelRelease slow, KernelRelease fast, CostProfile profile, StormMachine machine, int count, Action<string> progress)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(progress);
        var found = new List<StormSensitivity>();
        foreach (var (name, cost) in machine.Costs)
        {
            progress(name);
            found.Add(new(name, cost.Nanoseconds, Factor(profile, Scaled(name, cost, 0.5)), Factor(profile, Scaled(name, cost, 2))));
        }

        foreach (var (function, cost) in profile.Costs.Where(pair => !pair.Value.IsFitted && IsOfTheStorm(pair.Key)).OrderBy(pair => pair.Key))
        {
            progress(function.CName());
            found.Add(new(
                function.CName(), cost.Nanoseconds, Factor(Changed(function, cost, 0.5), machine), Factor(Changed(function, cost, 2), machine)));
        }

        return [.. found.OrderByDescending(one => Math.Abs(one.Double - one.Half)).ThenBy(one => one.Cost, StringComparer.Ordinal).Take(count)];

        double Factor(CostProfile costs, StormMachine on) =>
            Storm.Run(options, slow, costs, on).Nanoseconds / Storm.Run(options, fast, costs, on).Nanoseconds;

        StormMachine Scaled(string name, Cost cost, double by) => machine.With(name, cost with { Nanoseconds = cost.Nanoseconds * by })!;

        CostProfile Changed(KernelFunction function, Cost cost, double by) =>
            profile.With(function, cost with { Nanoseconds = cost.Nanoseconds * by });
    }

    private static bool IsOfTheStorm(KernelFunction function) => function is KernelFunction.Fork or KernelFunction.Exit;
}
