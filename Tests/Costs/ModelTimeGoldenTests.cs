using System.Text;
using System.Text.Json;
using Emulator.Probes;
using Perf.Cli;
using Tests.Perf;

namespace Tests.Costs;

/// <summary>
/// The times of the model, checked in: a file for each profile with what a few traces take. Golden answers elsewhere have no times
/// (<see cref="Golden.WithoutTimes"/>), so a cost that is measured anew changes its profile's file alone.
/// </summary>
public class ModelTimeGoldenTests
{
    // Between them they call every function that has a cost.
    private static readonly (string Trace, string Kernel)[] Cases =
    [
        ("seed/shared-2", "v5-patch"),
        ("seed/shared-2", "6.16"),
        ("seed/shared-2", "6.19"),
        ("scale/64T-shared-3", "6.16"),
        ("scale/64T-shared-3", "6.19"),
        ("checks/unshare", "6.19"),
        ("checks/private", "6.19"),
        ("releases/fork", "5.13"),
        ("releases/fork", "6.19"),
        ("releases/split", "6.12"),
        ("bugs/mode-switch-keeps-marks", "6.19"),
        ("pool/continue-of-read-only-file", "6.19"),
        ("pool/hole-keeps-the-reservation", "6.19"),
        ("kernels/6.18/flags_mlock_whole_one", "6.19"),
    ];

    public static TheoryData<string> Profiles => ["provisional", "epyc-zen3-kvm", "epyc-zen5-pvm"];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_profile_predicts_as_ever(string profile)
    {
        var text = new StringBuilder($"# model_ns, model_ns_low and model_ns_high of each statement, by {profile}\n");
        foreach (var (trace, kernel) in Cases)
        {
            text.Append($"\n{trace} at {kernel}\n");
            foreach (var row in Cli.Run("run", Cli.Trace(trace), "--json", "--kernel", kernel, "--profile", profile).Succeeded().Json)
            {
                text.Append($"{Raw(row, "model_ns"),14}{Raw(row, "model_ns_low"),14}{Raw(row, "model_ns_high"),14}  ");
                text.Append($"{row.GetProperty("line")}: {row.GetProperty("statement").GetString()}\n");
            }
        }

        Golden.Check(Path.Combine(Repository.Root, "Tests", "Costs", "golden", $"{profile}.txt"), text.ToString());
    }

    /// <summary>Otherwise a cost could change, and no file with it.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_traces_call_every_function_that_has_a_cost(string profile)
    {
        var called =
            from one in Cases
            from row in Cli.Run("predict", Cli.Trace(one.Trace), "--json", "--kernel", one.Kernel, "--profile", profile).Succeeded().Json
            from function in row.GetProperty("functions").EnumerateArray()
            select function.GetProperty("function").GetString();
        var costs = ProfileFiles.Find(profile).Costs.Where(cost => cost.Value.Nanoseconds > 0).Select(cost => cost.Key);
        Assert.Empty(costs.Select(function => function.CName()).Except(called));
    }

    private static string Raw(JsonElement row, string name) => row.GetProperty(name).GetRawText();
}
