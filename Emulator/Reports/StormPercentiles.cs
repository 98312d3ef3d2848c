using Emulator.Costs;

namespace Emulator.Reports;

/// <summary>Which percentiles of the bystander's faults are told: none that its faults are too few for.</summary>
internal static class StormPercentiles
{
    internal static IReadOnlyList<(string Name, double Part, int Least)> All { get; } =
        [("50 %", 0.5, 1), ("99 %", 0.99, 100), ("99.9 %", 0.999, 1000), ("longest", 1, 1)];

    /// <returns>Null where there are fewer faults than that.</returns>
    internal static double? Of(StormResult result, double part, int least) =>
        result.Bystander.Count >= least ? Statistics.Quantile(result.Bystander, part) : null;
}
