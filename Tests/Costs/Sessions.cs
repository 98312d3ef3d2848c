using System.Globalization;
using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Reports;
using Perf;

namespace Tests.Costs;

/// <summary>The profiles of the repository held against another session on such a machine, and against another machine (docs/costs.md).</summary>
internal static class Sessions
{
    internal static readonly string OtherPath = Path.Combine(Repository.Root, "Perf/Profiles/sessions/epyc-zen3-kvm.2026-11-27.jsonl");

    private static readonly Lazy<ObservationFile> Read = new(() =>
    {
        using var reader = new StreamReader(OtherPath);
        return ObservationFile.Parse(OtherPath, reader);
    });

    internal static ObservationFile Other => Read.Value;

    /// <summary>What calibrate fits to it, with the seed that it has.</summary>
    internal static CostProfile Fresh => new CostFit(Other.Calibration, StartingCosts.Value, seed: 1).Profile("fresh", Other.MeasuredOn);

    /// <summary>
    /// How right each profile is in its own session, the first one in the other one, and one that was fitted there; and each on the other's machine.
    /// </summary>
    internal static string Table()
    {
        var (zen3, zen5) = (CalibrationTests.Profile, ProfileFiles.Find("epyc-zen5-pvm"));
        var (measured3, measured5) = (MeasuredOf(zen3), MeasuredOf(zen5));
        const string Later = "zen3, another session";
        var table = new TextTable(21, 23, 7, 7, 8, 12, 8);
        table.Add("fitted to", "held against", "shapes", "rounds", "median", "90th perc.", "covered");
        Add(zen3, zen3.Name, measured3, zen3.Name);
        Add(zen3, zen3.Name, Other, Later);
        Add(Fresh, Later, Other, Later);
        Add(zen5, zen5.Name, measured5, zen5.Name);
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

    private static ObservationFile MeasuredOf(CostProfile profile) => ProfileFiles.MeasuredOf(profile, profile.Name)!;

    private static string Percent(double part) => (part * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
