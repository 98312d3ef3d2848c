using System.Text.Json;
using Emulator.Costs;
using Perf.Cli;
using Tests.Host;
using Tests.Perf;

namespace Tests.Costs;

/// <summary><c>ptemu predict</c>, <c>profiles</c>, <c>run --profile</c> and <c>verify --time</c> as typed.</summary>
public class PredictCommandTests
{
    private const string Case = "file F 4G\nmmap A F 1T..1T+4G shared\ntouch A 1T..1T+4G every=1G\nuffd-register A 1T..1T+4G wp\n";

    [Fact]
    public void The_parts_add_up_and_lie_within_their_interval()
    {
        var rows = Cli.RunWithInput(Case, "predict", "-", "--json").Succeeded().Json;
        Assert.All(rows, row =>
        {
            var (value, low, high) = (Number(row, "model_ns"), Number(row, "model_ns_low"), Number(row, "model_ns_high"));
            Assert.True(low <= value && value <= high);
            Assert.Equal(value, row.GetProperty("functions").EnumerateArray().Sum(one => Number(one, "ns")), 1.0);
        });
        Assert.Equal(3, rows.Count);
    }

    [Fact]
    public void It_is_the_model_of_run_with_the_same_profile()
    {
        var predicted = Cli.RunWithInput(Case, "predict", "-", "--json", "--profile", "provisional").Succeeded().Json;
        var run = Cli.RunWithInput(Case, "run", "-", "--json").Succeeded().Json;
        Assert.Equal(run.Select(row => Number(row, "model_ns")), predicted.Select(row => Number(row, "model_ns")));
        var calibrated = Cli.RunWithInput(Case, "run", "-", "--json", "--profile", "epyc-zen3-kvm").Succeeded().Json;
        Assert.NotEqual(run.Select(row => Number(row, "model_ns")), calibrated.Select(row => Number(row, "model_ns")));
    }

    [Fact]
    public void A_cost_that_is_set_replaces_the_profiles_and_has_no_interval()
    {
        var row = Cli.RunWithInput(Case, "predict", "-", "--json", "--set", "huge_pte_lock=1000").Succeeded().Json[^1];
        var part = row.GetProperty("functions").EnumerateArray().First(one => one.GetProperty("function").GetString() == "huge_pte_lock");
        Assert.Equal([4000, 4000, 4000], ((string[])["ns", "ns_low", "ns_high"]).Select(name => Number(part, name)));
    }

    [Fact]
    public void A_person_gets_a_table_for_each_statement()
    {
        var lines = Cli.RunWithInput(Case, "predict", "-").Succeeded().Lines;
        Assert.Contains("4: uffd-register A 1T..1T+4G wp", lines);
        Assert.Contains(lines, line => line.StartsWith("    userfaultfd_register ", StringComparison.Ordinal) && line.EndsWith(" %", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--profile", "nosuch", "there is no profile 'nosuch'; expected a file that ptemu calibrate wrote, or one of provisional")]
    [InlineData("--set", "nosuch=1", "there is no function 'nosuch'")]
    [InlineData("--set", "send_ipi", "is not a cost; expected FUNCTION=NANOSECONDS")]
    [InlineData("--set", "send_ipi=-1", "is not a cost")]
    [InlineData("--set", "send_ipi=0,5", "is not a cost")]
    [InlineData("--set", "send_ipi=NaN", "is not a cost")]
    [InlineData("--kernel", "9.9", "there is no kernel '9.9'")]
    public void Bad_words_are_refused(string option, string value, string message)
    {
        var result = Cli.RunWithInput(Case, "predict", "-", option, value);
        Assert.Equal(ExitStatus.BadInput, result.Status);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_profile_may_be_a_file()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Root, "mine.json");
        const string Cost = """{"ns":7,"low":7,"high":7,"fitted":false,"virtual":false,"source":"s"}""";
        File.WriteAllText(path, $$$"""{"name":"mine","relative_error":0,"costs":{"userfaultfd_register":{{{Cost}}}}}""");
        var result = Cli.RunWithInput(Case, "predict", "-", "--json", "--profile", path).Succeeded();
        var parts = result.Json[^1].GetProperty("functions").EnumerateArray().ToDictionary(one => one.GetProperty("function").GetString()!);
        Assert.Equal(7, Number(parts["userfaultfd_register"], "ns"));
        // 60 ns are assumed for each of four, from half to double: what a file does not say does not cost nothing.
        Assert.Equal([240, 120, 480], ((string[])["ns", "ns_low", "ns_high"]).Select(name => Number(parts["huge_pte_lock"], name)));
        const string Warning = "37 costs are not in the profile, and assumed, from half to double: huge_pte_offset, huge_pte_lock";
        Assert.Contains(Warning, result.Error, StringComparison.Ordinal);
        File.WriteAllText(path, "{");
        result = Cli.RunWithInput(Case, "predict", "-", "--profile", path);
        Assert.Equal(ExitStatus.BadInput, result.Status);
        Assert.Contains("mine.json:1: no JSON", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_of_no_costs_is_assumed_everywhere_and_said_once()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("empty.json", """{"name":"empty","relative_error":0,"costs":{}}""");
        foreach (string[] words in (string[][])[["predict", "-"], ["run", "-"], ["storm", "--cpus", "4", "--children", "4"]])
        {
            var result = Cli.RunWithInput(Case, [.. words, "--profile", path]).Succeeded();
            Assert.Equal(1, result.Error.Split('\n').Count(line => line.Contains("costs are not in the profile", StringComparison.Ordinal)));
            Assert.DoesNotContain("NaN", result.Output, StringComparison.Ordinal);
        }

        Assert.Equal(StartingCosts.Value.Costs.Keys.Order(), ProfileFiles.Find(path).Costs.Keys.Order());
        Assert.All(ProfileFiles.Find(path).Costs.Values, cost => Assert.StartsWith("not in the profile; assumed: ", cost.Source, StringComparison.Ordinal));
        Assert.Empty(Cli.RunWithInput(Case, "predict", "-").Succeeded().Error);
    }

    [Theory]
    [InlineData("epyc-zen3-kvm", "the interval is of the session that the profile was fitted in: 2026-11-27, Linux 6.18.44")]
    [InlineData("provisional", "the interval is from half to double of what was put together from sources")]
    public void It_says_last_what_the_interval_is_of(string profile, string message) =>
        Assert.StartsWith(message, Cli.RunWithInput(Case, "predict", "-", "--profile", profile).Succeeded().Lines[^1], StringComparison.Ordinal);

    [Fact]
    public void Profiles_are_those_that_predict_takes()
    {
        var profiles = Cli.Run("profiles", "--json").Succeeded().Json.Select(row => row.GetProperty("profile").GetString()!).ToList();
        Assert.Equal(profiles, Cli.Run("profiles").Succeeded().Lines.Select(line => line.Split(' ')[0]));
        Assert.Contains("epyc-zen3-kvm", profiles);
        Assert.All(profiles, name => Assert.NotEmpty(ProfileFiles.Find(name).Costs));
        Assert.Equal("PVM", Cli.Run("profiles", "--json").Succeeded().Json.Single(
            row => row.GetProperty("profile").GetString() == "epyc-zen5-pvm").GetProperty("hypervisor").GetString());
    }

    [HostFact]
    public void Times_are_predicted_beside_what_this_machine_took()
    {
        var result = Cli.RunWithInput(Case, "verify", "-", "--time", "--setup", "--repeat", "5").Succeeded();
        Assert.Contains(result.Lines, line => line.StartsWith("statement ", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("4: uffd-register", StringComparison.Ordinal) && line.EndsWith(" %", StringComparison.Ordinal));
    }

    private static double Number(JsonElement row, string name) => row.GetProperty(name).GetDouble();
}
