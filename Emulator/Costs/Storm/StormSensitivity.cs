using Emulator.Accounting;

namespace Emulator.Costs;

/// <summary>What the conclusion would be if a cost were another: how many times longer each release takes than the first.</summary>
/// <param name="Half">The factors with half of the cost, one for each release but the first.</param>
/// <param name="Double">The factors with double of it.</param>
/// <param name="Swing">How far the factor that changes most goes from the low end of the cost's interval to the high end.</param>
public sealed record StormSensitivity(string Name, Cost Cost, IReadOnlyList<double> Half, IReadOnlyList<double> Double, double Swing)
{
    /// <summary>
    /// The costs that are least sure, of all that take part: those whose interval moves a factor most, so both a wide interval and a large
    /// effect count.
    /// </summary>
    /// <param name="storms">One storm for each release; the others are compared with the first.</param>
    public static IReadOnlyList<StormSensitivity> Of(
        IReadOnlyList<CountedStorm> storms, CostProfile profile, StormMachine machine, int count, Action<string> progress)
    {
        ArgumentNullException.ThrowIfNull(storms);
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(progress);
        var swings = new List<(StormUnsure Unsure, double Swing)>();
        foreach (var unsure in StormUnsure.Of(profile, machine, storms.SelectMany(storm => storm.FunctionsOf(profile)).ToHashSet()))
        {
            progress($"half and double: {unsure.Name}");
            var (low, high) = (Factors(unsure, unsure.Cost.Low), Factors(unsure, unsure.Cost.High));
            swings.Add((unsure, low.Zip(high, (one, other) => Math.Abs(other - one)).Max()));
        }

        return
        [
            .. swings.OrderByDescending(one => one.Swing).ThenBy(one => one.Unsure.Name, StringComparer.Ordinal).Take(count).Select(one => new StormSensitivity(
                one.Unsure.Name,
                one.Unsure.Cost,
                Factors(one.Unsure, one.Unsure.Cost.Nanoseconds / 2),
                Factors(one.Unsure, one.Unsure.Cost.Nanoseconds * 2),
                one.Swing)),
        ];

        double[] Factors(StormUnsure unsure, double nanoseconds)
        {
            var (costs, on) = unsure.At(nanoseconds, profile, machine);
            double[] times = [.. storms.Select(storm => storm.Run(costs, on).Nanoseconds)];
            return [.. times.Skip(1).Select(time => time / times[0])];
        }
    }
}
