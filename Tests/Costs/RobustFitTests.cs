using Emulator.Costs;
using Emulator.Scenarios;

namespace Tests.Costs;

public class RobustFitTests
{
    private static readonly double[] Costs = [2000, 90, 15, 8000];
    private static readonly double[] Guesses = [1000, 200, 15, 15000];

    [Fact]
    public void Costs_come_out_of_times_that_they_make()
    {
        var rows = Rows(60);
        var fitted = RobustFit.Solve(rows, [.. rows.Select(TimeOf)], Guesses);
        AssertNear(0.01, fitted);
    }

    [Fact]
    public void A_tenth_of_wild_rows_moves_them_little()
    {
        var rows = Rows(60);
        double[] times = [.. rows.Select((row, i) => TimeOf(row) * (i % 10 == 3 ? 3 : 1 + ((i % 5 - 2) * 0.01)))];
        AssertNear(0.10, RobustFit.Solve(rows, times, Guesses));
    }

    [Fact]
    public void No_cost_is_negative()
    {
        double[][] rows = [[1, 0], [1, 1], [1, 2], [1, 4]];
        var fitted = RobustFit.Solve(rows, [1000, 990, 980, 970], [500, 100]);
        Assert.True(fitted[1] is >= 0 and < 1, $"{fitted[1]}");
        Assert.InRange(fitted[0], 950, 1010);
    }

    [Fact]
    public void What_no_row_tells_apart_stays_in_the_ratio_of_the_guesses()
    {
        var fitted = RobustFit.Solve([[1, 1], [2, 2], [5, 5]], [400, 800, 2000], [100, 300]);
        Assert.Equal(100, fitted[0], 0.5);
        Assert.Equal(300, fitted[1], 0.5);
    }

    private static double[][] Rows(int count)
    {
        var dice = new Dice(7);
        return [.. Enumerable.Range(0, count).Select(_ => new double[] { 1, dice.Between(0, 500), dice.Between(0, 2000), dice.Between(0, 2) })];
    }

    private static double TimeOf(double[] row) => row.Zip(Costs, (calls, cost) => calls * cost).Sum();

    private static void AssertNear(double part, double[] fitted) =>
        Assert.All(fitted.Zip(Costs), pair => Assert.InRange(pair.First / pair.Second, 1 - part, 1 + part));
}
