using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>The plots of the documentation: cost against tables, what was measured by the model against sharers, cost against CPUs.</summary>
public static class CostPlots
{
    private const int TablesMin = 64, TablesMax = 512, CpusMax = 1024;

    private static readonly string[] Walks = ["v5-patch", "kravetz", "6.1", "6.16", "6.19"];
    private static readonly string[] Releases = ["6.12", "6.16", "6.19"];

    /// <summary>Each walk by the tables that it unshares; the kernel that was measured has 6.19's.</summary>
    public static CostPlot Tables(CostProfile profile, ObservationFile? measured)
    {
        var shape = new Shape(ShapeSubject.Register, 1, 2, ShapeThread.Other);
        var lines = Walks.Select(walk => new PlotLine(
            walk,
            [.. PowersOfTwo(1, TablesMax).Select(tables => Predicted(shape with { Size = tables }, walk, profile, tables))],
            [.. (measured?.All ?? [])
                .Where(one => walk == LinuxKernels.Default.Name && one.Shape == shape with { Size = Math.Min(one.Shape.Size, TablesMax) })
                .Select(one => Measured(one.Shape.Size, one.Median, one.Deviation))]));
        return new(
            "Time of a registration, by walk",
            $"uffd-register over tables that become exclusive, CPU 1 busy\nlines: the model with its interval{Source(profile, measured)}",
            "tables (1G each)",
            "time",
            [.. lines]);
    }

    /// <summary>
    /// What was measured by what the model has for the same shape, by how many processes share the tables, where no table becomes exclusive. Shapes of other
    /// sizes can be compared so: a table of few is dearer, since what a registration takes at least is spread over them.
    /// </summary>
    public static CostPlot Sharers(CostProfile profile, ObservationFile measured)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(measured);
        var shapes = measured.All
            .Where(one => one.Shape is { Subject: ShapeSubject.Register, Thread: ShapeThread.None, Sharers: >= 3, Size: >= TablesMin })
            .Select(one => (one.Shape.Sharers, one.Median, one.Deviation, Model: profile.RangeOf(one.Calls)))
            .ToLookup(one => one.Sharers);
        PlotLine[] lines =
        [
            new(
                LinuxKernels.Default.Name,
                [.. shapes.OrderBy(group => group.Key).Select(group => new PlotPoint(
                    group.Key, 1, group.Min(one => one.Model.Low / one.Model.Nanoseconds), group.Max(one => one.Model.High / one.Model.Nanoseconds)))],
                [.. shapes.SelectMany(group => group).Select(one => Scaled(Measured(one.Sharers, one.Median, one.Deviation), one.Model.Nanoseconds))]),
        ];
        return new(
            "Measured time of a registration over the model's, by how many share the tables",
            $"uffd-register of {TablesMin} tables or more at {LinuxKernels.Default.Name}, nothing becomes exclusive; "
                + "each point over the model of its own shape\n"
                + $"line: the model with its interval{Source(profile, measured)}",
            "processes that share",
            "measured / model",
            shapes.Count > 0 ? lines : [])
        {
            IsRatio = true,
        };
    }

    /// <summary>A storm by the machine's CPUs: the time until all children are gone. Nobody measured that.</summary>
    public static CostPlot Cpus(CostProfile profile, StormMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var lines = Releases.Select(release => new PlotLine(
            release,
            [.. PowersOfTwo(4, CpusMax).Select(cpus => Simulated(
                new CountedStorm(new(cpus, Children: 64, Gigabytes: 256), LinuxKernels.Named(release)!).RunBetween(profile, machine), cpus))],
            []));
        return new(
            "Time of a storm, by the machine's CPUs",
            $"64 children touch 100 pages of 256G each and exit\nlines: simulated, with the model's interval; nobody measured it; interrupts of {machine.Name}",
            "CPUs",
            "time until all are gone",
            [.. lines]);
    }

    private static string Source(CostProfile profile, ObservationFile? measured)
    {
        if (measured is null) return "";
        var on = measured.MeasuredOn;
        var other = measured.IsOf(profile) ? "" : $"\nthe points are of another machine or time than the profile: {on.Machine}, {on.Date}";
        return $"; points: medians on Linux {on.Kernel}, bars: half of the rounds{other}";
    }

    private static PlotPoint Predicted(Shape shape, string release, CostProfile profile, double x)
    {
        using var run = new TraceRun(shape.Parse(), LinuxKernels.Named(release)!);
        var time = profile.RangeOf(run.Answers().Last().Calls);
        return new(x, time.Nanoseconds, time.Low, time.High);
    }

    private static PlotPoint Scaled(PlotPoint point, double by) => new(point.X, point.Y / by, point.Low / by, point.High / by);

    private static PlotPoint Measured(double x, double median, double deviation) => new(x, median, median - deviation, median + deviation);

    private static PlotPoint Simulated(StormResult result, double x) => new(x, result.Time.Nanoseconds, result.Time.Low, result.Time.High);

    private static IEnumerable<int> PowersOfTwo(int first, int last)
    {
        for (var power = first; power <= last; power *= 2) yield return power;
    }
}
