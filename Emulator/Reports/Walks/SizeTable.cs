using Emulator.Accounting;
using Emulator.Costs;

namespace Emulator.Reports;

/// <summary>uffd-register over own tables as it was measured, beside the model, by their number: a table's time is not a constant (docs/costs.md).</summary>
public static class SizeTable
{
    public static string Of(CostProfile profile, ObservationFile measured)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(measured);
        var table = new TextTable(16, 10, 10, 7);
        table.Add("tables", "measured", "predicted", "error");
        foreach (var one in measured.All.Where(one => one.Shape == new Shape(ShapeSubject.Register, one.Shape.Size)).OrderBy(one => one.Shape.Size))
        {
            var model = profile.RangeOf(one.Calls).Nanoseconds;
            var percent = $"{100 * ((model / one.Median) - 1):+0;-0;0} %";
            table.Add($"{one.Shape.Size}{(measured.HeldOut.Contains(one) ? " (not fitted)" : "")}", Duration.Of(one.Median), Duration.Of(model), percent);
        }

        return table.ToString();
    }
}
