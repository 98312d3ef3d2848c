using System.Globalization;
using Emulator.Experiments;
using Emulator.Explore;

namespace Emulator.Reports;

/// <summary>How much the reductions save: all interleavings of a few races, with them and with a choice at every step.</summary>
public static class ExploreTable
{
    public static string Text(IEnumerable<BugCase> cases)
    {
        var table = new TextTable(30, 8, 9, 9, 9, 9, 6);
        table.Add("", "", "reduced", "", "every step", "", "");
        table.Add("trace", "at", "states", "runs", "states", "runs", "ends");
        foreach (var one in cases)
        {
            var options = new ExploreOptions { FindsAll = true, TimeMax = TimeSpan.FromMinutes(20) };
            var reduced = Explorer.Run(one.Trace, one.Bad, options);
            var whole = Explorer.Run(one.Trace, one.Bad, options with { Reduces = false });
            table.Add(
                one.Name,
                one.Bad.Name,
                Number(reduced.States),
                Number(reduced.Executions),
                Number(whole.States),
                Number(whole.Executions),
                reduced.Outcomes.SequenceEqual(whole.Outcomes) ? Number(whole.Outcomes.Count) : "differ");
        }

        return table.ToString();
    }

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);
}
