using System.Globalization;
using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Native;
using Emulator.Reports;
using Perf.Cli;

namespace Tests.Costs;

/// <summary>The profiles of the repository held against another session on such a machine, and against another machine (docs/costs.md).</summary>
internal static class Sessions
{
    internal static readonly string OtherPath = PathOf("epyc-zen3-kvm.2026-11-27.jsonl");

    private static readonly Lazy<ObservationFile> ReadOther = new(() => Read(OtherPath));

    /// <summary>A later session of the Zen 3.</summary>
    internal static ObservationFile Other => ReadOther.Value;

    /// <summary>
    /// How right each profile is in its own session, the first one in the other one, and one that was fitted there; and each on the other's machine.
    /// </summary>
    internal static string Table()
    {
        var (zen3, zen5) = (CalibrationTests.Profile, ProfileFiles.Find("epyc-zen5-pvm"));
        var (measured3, measured5) = (MeasuredOf(zen3), MeasuredOf(zen5));
        var first5 = Read(PathOf("epyc-zen5-pvm.2026-11-27-first.jsonl"));
        const string Later = "zen3, another session", First = "zen5, first session";
        var table = new TextTable(21, 23, 7, 7, 8, 12, 8);
        table.Add("fitted to", "held against", "shapes", "rounds", "median", "90th perc.", "covered");
        Add(zen3, zen3.Name, measured3, zen3.Name);
        Add(zen3, zen3.Name, Other, Later);
        Add(Fit(Other), Later, Other, Later);
        Add(zen5, zen5.Name, measured5, zen5.Name);
        Add(zen5, zen5.Name, first5, First);
        Add(Fit(first5, KernelLog.Pvm), First, first5, First);
        Add(Fit(first5), "the same, no shadow", first5, First);
        Add(Fit(measured5), "zen5, no shadow", measured5, zen5.Name);
        Add(zen3, zen3.Name, measured5, zen5.Name);
        Add(zen5, zen5.Name, measured3, zen3.Name);
        return table.ToString();

        void Add(CostProfile fitted, string name, ObservationFile held, string heldName)
        {
            var one = new Evaluation(fitted, held.HeldOut);
            table.Add(
                name, heldName, $"{one.Shapes.Count}", $"{one.Rounds}", Percent(one.MedianError), Percent(one.NinetiethError), Percent(one.Coverage));
        }
    }

    /// <summary>What calibrate fits, with the seed that it has.</summary>
    private static CostProfile Fit(ObservationFile measured, string? hypervisor = null)
    {
        var on = measured.MeasuredOn with { Hypervisor = hypervisor };
        return new CostFit(measured.Calibration, StartingCosts.For(on), seed: 1) { Resamples = 0 }.Profile("fresh", on);
    }

    private static string PathOf(string name) => Path.Combine(Repository.Root, "Perf/Profiles/sessions", name);

    private static ObservationFile Read(string path)
    {
        using var reader = new StreamReader(path);
        return ObservationFile.Parse(path, reader);
    }

    private static ObservationFile MeasuredOf(CostProfile profile) => ProfileFiles.MeasuredOf(profile, profile.Name)!;

    private static string Percent(double part) => (part * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
