using Emulator.Accounting;
using Emulator.Native;
using Emulator.Probes;
using Emulator.Scenarios;

namespace Emulator.Costs;

/// <summary>From observations to a profile: the costs, their intervals by bootstrap, and how far predictions were off by cross-validation.</summary>
public sealed class CostFit
{
    /// <summary>A fit is judged by folds that it has not seen: each has one shape at least.</summary>
    public const int ShapesMin = Folds;

    private const int Folds = 10;

    private readonly IReadOnlyList<Observation> _observations;
    private readonly CostProfile _assumed;
    private readonly IReadOnlyList<FunctionGroup> _groups;
    private readonly double[] _guesses;
    private readonly ulong _seed;

    /// <param name="observations">At least <see cref="ShapesMin"/>.</param>
    /// <param name="assumed">The costs to start from; those of what no observation calls stay as they are.</param>
    public CostFit(IReadOnlyList<Observation> observations, CostProfile assumed, ulong seed)
    {
        Ensure.That(observations.Count >= ShapesMin);
        (_observations, _assumed, _seed) = (observations, assumed, seed);
        _groups = FunctionGroup.Of([.. observations.Select(one => one.Calls)], assumed);
        _guesses = [.. _groups.Select(group => group.Assumed)];
    }

    /// <summary>Functions that were fitted as one, where there are several.</summary>
    public IEnumerable<IReadOnlyList<KernelFunction>> Inseparable =>
        _groups.Select(group => (IReadOnlyList<KernelFunction>)[.. group.Functions]).Where(functions => functions.Count > 1);

    /// <summary>Fits by bootstrap, for the intervals of single costs; with none they are points, and no prediction is another for that.</summary>
    public int Resamples { get; init; } = 200;

    public CostProfile Profile(string name, MeasuredOn measuredOn)
    {
        var values = Solve(_observations);
        var samples = Resamples > 0 ? Bootstrap() : [values];
        var costs = new Dictionary<KernelFunction, Cost>(_assumed.Costs);
        foreach (var (index, group) in _groups.Index())
        {
            var low = Statistics.Quantile(samples.Select(sample => sample[index]), 0.025);
            var high = Statistics.Quantile(samples.Select(sample => sample[index]), 0.975);
            var source = $"fitted to {_observations.Count(one => group.CallsIn(one.Calls) > 0)} shapes";
            var split = group.Split(values[index], Math.Min(low, values[index]), Math.Max(high, values[index]), source, measuredOn.IsVirtual);
            foreach (var (function, cost) in split) costs[function] = cost;
        }

        return new(name, costs) { MeasuredOn = measuredOn, RelativeError = CrossValidate(), Consumers = _assumed.Consumers };
    }

    private double[] Solve(IReadOnlyList<Observation> observations) => RobustFit.Solve(
        [.. observations.Select(one => _groups.Select(group => group.CallsIn(one.Calls)).ToArray())],
        [.. observations.Select(one => one.Median)],
        _guesses);

    /// <summary>Fits to shapes that are drawn with replacement, each with a median of rounds that are drawn so too.</summary>
    private List<double[]> Bootstrap()
    {
        var dice = new Dice(_seed);
        return [.. Enumerable.Range(0, Resamples).Select(_ => Solve([.. _observations.Select(_ => Redrawn(dice))]))];
    }

    private Observation Redrawn(Dice dice)
    {
        var one = _observations[dice.Below(_observations.Count)];
        return one with { Nanoseconds = [.. one.Nanoseconds.Select(_ => one.Nanoseconds[dice.Below(one.Nanoseconds.Count)])] };
    }

    /// <summary>The factor less 1 by which 95 of 100 shapes were off at most, each predicted by a fit that had not seen it.</summary>
    private double CrossValidate()
    {
        var errors = new List<double>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var values = Solve([.. _observations.Where((_, i) => i % Folds != fold)]);
            foreach (var one in _observations.Where((_, i) => i % Folds == fold))
            {
                var predicted = _groups.Select((group, i) => group.CallsIn(one.Calls) * values[i]).Sum();
                errors.Add(Math.Max(predicted / one.Median, one.Median / predicted) - 1);
            }
        }

        return Statistics.Quantile(errors.Select(error => Math.Min(error, 10)), 0.95);
    }
}
