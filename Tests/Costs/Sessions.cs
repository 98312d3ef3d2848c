using System.Globalization;
using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Reports;

namespace Tests.Costs;

/// <summary>The profile of the repository held against another session on such a machine (docs/costs.md, "Another session").</summary>
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

    /// <summary>How right the profile is in its own session and in the other one, and how right one is that was fitted there.</summary>
    internal static string Table()
    {
        var own = CalibrationTests.Profile.MeasuredOn!.Kernel;
        var table = new TextTable(18, 19, 7, 7, 8, 12, 8);
        table.Add("fitted to", "held against", "shapes", "rounds", "median", "90th perc.", "covered");
        Add(own, own, CalibrationTests.Evaluation);
        Add(own, Other.MeasuredOn.Kernel, new(CalibrationTests.Profile, Other.HeldOut));
        Add(Other.MeasuredOn.Kernel, Other.MeasuredOn.Kernel, new(Fresh, Other.HeldOut));
        return table.ToString();

        void Add(string fitted, string held, Evaluation one) => table.Add(
            fitted, held, $"{one.Shapes.Count}", $"{one.Rounds}", Percent(one.MedianError), Percent(one.NinetiethError), Percent(one.Coverage));
    }

    private static string Percent(double part) => (part * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
