using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Scenarios;
using Emulator.Walks;

namespace Emulator.Reports;

/// <summary>The plots of the documentation: cost against tables, against sharers, against CPUs.</summary>
public static class CostPlots
{
    private const int TablesMax = 512, CpusMax = 1024;

    private static readonly string[] Walks = ["v5-patch", "kravetz", "6.1", "6.16", "6.19"];
    private static readonly string[] Releases = ["6.12", "6.16", "6.19"];

    /// <summary>Each walk by the tables that it unshares; the kernel that was measured has 6.19's.</summary>
    public static CostPlot Tables(CostProfile profile, IReadOnlyList<Observation> measured)
    {
        var shape = new Shape(ShapeSubject.Register, 1, 2, ShapeThread.Other);
        var lines = Walks.Select(walk => new PlotLine(
            walk,
            [.. PowersOfTwo(1, TablesMax).Select(tables => Predicted(shape with { Size = tables }, walk, profile, tables))],
            [.. measured
                .Where(one => walk == KernelRelease.Default.Name && one.Shape == shape with { Size = Math.Min(one.Shape.Size, TablesMax) })
                .Select(one => Measured(one, one.Shape.Size, 1))]));
        return new(
            "Time of a registration, by walk",
            $"uffd-register over tables that become exclusive, CPU 1 busy\nlines: the model with its interval{Source(profile, measured)}",
            "tables (1G each)",
            "time",
            [.. lines]);
    }

    /// <summary>Time for each table by how many processes share it, where no table becomes exclusive.</summary>
    public static CostPlot Sharers(CostProfile profile, IReadOnlyList<Observation> measured)
    {
        ArgumentNullException.ThrowIfNull(measured);
        var lines = measured
            .Where(one => one.Shape is { Subject: ShapeSubject.Register, Thread: ShapeThread.None, Sharers: >= 3, Size: >= 64 })
            .GroupBy(one => one.Shape.Size >= 256 ? 512 : 128)
            .OrderBy(group => group.Key)
            .Select(group => new PlotLine(
                group.Key == 512 ? "256..700 tables" : "64..150 tables",
                [.. PowersOfTwo(4, 16).Prepend(3).Select(sharers => PerTable(
                    Predicted(new(ShapeSubject.Register, group.Key, sharers), KernelRelease.Default.Name, profile, sharers), group.Key))],
                [.. group.Select(one => Measured(one, one.Shape.Sharers, one.Shape.Size))]));
        return new(
            "Time for each shared table, by how many share it",
            $"uffd-register at 6.19, nothing becomes exclusive\nlines: the model of 128 and of 512 tables{Source(profile, measured)}",
            "processes that share",
            "time for each table",
            [.. lines]);
    }

    /// <summary>A storm by the machine's CPUs: the time until all children are gone. Nobody measured that.</summary>
    public static CostPlot Cpus(CostProfile profile, StormMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var lines = Releases.Select(release => new PlotLine(
            release,
            [.. PowersOfTwo(4, CpusMax).Select(cpus => Simulated(
                Storm.RunBetween(new(cpus, Children: 64, Gigabytes: 256), KernelReleases.Named(release)!, profile, machine), cpus))],
            []));
        return new(
            "Time of a storm, by the machine's CPUs",
            $"64 children touch 100 pages of 256G each and exit\nlines: simulated, with the model's interval; nobody measured it; interrupts of {machine.Name}",
            "CPUs",
            "time until all are gone",
            [.. lines]);
    }

    private static string Source(CostProfile profile, IReadOnlyList<Observation> measured) =>
        measured.Count > 0 && profile.MeasuredOn is { Kernel: var kernel } ? $"; points: medians on Linux {kernel}, bars: half of the rounds" : "";

    private static PlotPoint Predicted(Shape shape, string release, CostProfile profile, double x)
    {
        using var run = new TraceRun(shape.Parse(), KernelReleases.Named(release)!);
        var time = profile.RangeOf(run.Answers().Last().Calls);
        return new(x, time.Nanoseconds, time.Low, time.High);
    }

    private static PlotPoint PerTable(PlotPoint point, double tables) => new(point.X, point.Y / tables, point.Low / tables, point.High / tables);

    private static PlotPoint Measured(Observation one, double x, double by) =>
        PerTable(new(x, one.Median, one.Median - one.Deviation, one.Median + one.Deviation), by);

    private static PlotPoint Simulated(StormResult result, double x) => new(x, result.Time.Nanoseconds, result.Time.Low, result.Time.High);

    private static IEnumerable<int> PowersOfTwo(int first, int last)
    {
        for (var power = first; power <= last; power *= 2) yield return power;
    }
}
