using Emulator.Native;

namespace Emulator.Costs;

/// <summary>
/// Costs that are never negative, fitted so that the errors relative to what was measured are small. Least squares whose weights
/// fall for rows that lie far off (Huber's), found by iterated reweighting and coordinate descent. What the rows don't
/// determine stays near what was assumed.
/// </summary>
public static class RobustFit
{
    /// <summary>Huber's constant: 95 % as efficient as least squares where errors are normal.</summary>
    private const double HuberK = 1.345;

    /// <summary>An unknown that is off its assumption by all of it costs as much as one row that is off by a hundredth.</summary>
    private const double PriorWeight = 1e-4;

    private const int ReweightingsMax = 25, SweepsMax = 4000;

    /// <param name="rows">Calls of each unknown, by row.</param>
    /// <param name="measured">What each row took; positive.</param>
    /// <param name="assumed">A guess for each unknown; positive.</param>
    public static double[] Solve(IReadOnlyList<double[]> rows, IReadOnlyList<double> measured, IReadOnlyList<double> assumed)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(measured);
        ArgumentNullException.ThrowIfNull(assumed);
        Ensure.That(rows.Count == measured.Count && measured.All(time => time > 0) && assumed.All(guess => guess > 0));
        // In units of what was measured and of what was assumed.
        double[][] scaled = [.. rows.Select((row, i) => row.Select((calls, j) => calls * assumed[j] / measured[i]).ToArray())];
        var factors = Enumerable.Repeat(1.0, assumed.Count).ToArray();
        var weights = Enumerable.Repeat(1.0, rows.Count).ToArray();
        for (var i = 0; i < ReweightingsMax; i++)
        {
            Descend(scaled, weights, factors);
            if (!Reweight(scaled, weights, factors)) break;
        }

        return [.. factors.Zip(assumed, (factor, guess) => factor * guess)];
    }

    /// <returns>Has any weight changed much?</returns>
    private static bool Reweight(double[][] rows, double[] weights, double[] factors)
    {
        double[] errors = [.. rows.Select(row => Math.Abs(Sum(row, factors) - 1))];
        var limit = HuberK * Math.Max(1e-6, 1.4826 * Statistics.Median(errors));
        var change = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            var weight = errors[i] <= limit ? 1 : limit / errors[i];
            change = Math.Max(change, Math.Abs(weight - weights[i]));
            weights[i] = weight;
        }

        return change > 1e-4;
    }

    /// <summary>Weighted least squares with no negative factor: one factor at a time, until none moves.</summary>
    private static void Descend(double[][] rows, double[] weights, double[] factors)
    {
        var (gram, right) = NormalEquations(rows, weights, factors.Length);
        for (var sweep = 0; sweep < SweepsMax; sweep++)
        {
            var moved = 0.0;
            for (var j = 0; j < factors.Length; j++)
            {
                var slope = right[j] - Sum(gram[j], factors);
                var next = Math.Max(0, factors[j] + (slope / gram[j][j]));
                moved = Math.Max(moved, Math.Abs(next - factors[j]));
                factors[j] = next;
            }

            if (moved < 1e-7) return;
        }
    }

    private static (double[][] Gram, double[] Right) NormalEquations(double[][] rows, double[] weights, int count)
    {
        double[][] gram = [.. Enumerable.Range(0, count).Select(_ => new double[count])];
        var right = new double[count];
        for (var j = 0; j < count; j++)
        {
            for (var k = 0; k < count; k++)
            {
                for (var i = 0; i < rows.Length; i++) gram[j][k] += weights[i] * rows[i][j] * rows[i][k];
            }

            gram[j][j] += PriorWeight;
            right[j] = PriorWeight;
            for (var i = 0; i < rows.Length; i++) right[j] += weights[i] * rows[i][j];
        }

        return (gram, right);
    }

    private static double Sum(double[] row, double[] factors)
    {
        var sum = 0.0;
        for (var j = 0; j < row.Length; j++) sum += row[j] * factors[j];
        return sum;
    }
}
