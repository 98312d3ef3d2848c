using System.Text.Json;
using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Experiments;
using Emulator.Probes;
using Emulator.Releases;
using Emulator.Reports;
using Emulator.Scenarios;
using Perf.Cli;
using Tests.Perf;

namespace Tests.Costs;

/// <summary>What consumers of mmu notifiers add to the times of the model: <c>--consumers</c> of every verb that prints such times.</summary>
public class ConsumerCostTests
{
    private const string Case =
        "file F 4G\nmmap A F 1T..1T+4G shared\nmmap B F 2T..2T+4G shared\ntouch A 1T..1T+4G every=1G\ntouch B 2T..2T+1G every=1G\n"
        + "uffd-register A 1T..1T+4G wp\n";

    private static readonly Cost None = new(0, "s");

    /// <summary>Each part's cost for each of its calls, and the ends by the costs' own.</summary>
    [Fact]
    public void A_consumers_time_is_its_parts()
    {
        var cost = new ConsumerCost(new(100, "s"), new(1000, "s") { Low = 900, High = 1500 }, new(3, "s") { Low = 3, High = 3 });
        var profile = new CostProfile("p", new Dictionary<KernelFunction, Cost>()).With("kvm", cost);
        Assert.Equal(new CostRange((2 * 100) + 1000 + 30, (2 * 50) + 900 + 30, (2 * 200) + 1500 + 30), profile.TimeOf("kvm", new(2, 1, 10)).All);
        Assert.Equal(default, profile.TimeOf("xe", new(2, 1, 10)).All);
    }

    [Fact]
    public void Another_cost_of_a_function_leaves_consumers_as_they_are()
    {
        var cost = new ConsumerCost(None, None, new(3, "s"));
        var profile = ProvisionalProfile.Value.With("kvm", cost).With(KernelFunction.Exit, None);
        Assert.Equal(cost, profile.Consumers["kvm"]);
        Assert.Equal(ProvisionalProfile.Value.Costs[KernelFunction.Fork], profile.Costs[KernelFunction.Fork]);
    }

    /// <summary>The functions take what they take without consumers; the rest of the time is the consumers'.</summary>
    [Theory]
    [InlineData("kvm")]
    [InlineData("kvm,umem-odp,iommu-sva")]
    public void Predict_adds_them_to_the_functions(string consumers)
    {
        var without = Cli.RunWithInput(Case, "predict", "-", "--json").Succeeded().Json;
        var with = Cli.RunWithInput(Case, "predict", "-", "--json", "--consumers", consumers).Succeeded().Json;
        foreach (var (row, more) in without.Zip(with))
        {
            Assert.Equal(row.GetProperty("functions").ToString(), more.GetProperty("functions").ToString());
            Assert.False(row.TryGetProperty("consumers", out _));
            var parts = more.GetProperty("consumers").EnumerateArray().ToList();
            Assert.Equal(consumers.Split(','), parts.Select(part => part.GetProperty("consumer").GetString()));
            foreach (var end in (string[])["", "_low", "_high"])
                Assert.Equal(Number(more, $"model_ns{end}"), Number(row, $"model_ns{end}") + parts.Sum(part => Number(part, $"ns{end}")), 0.5);
        }

        Assert.All(with[^1].GetProperty("consumers").EnumerateArray(), part => Assert.True(Number(part, "ns") > 0));
    }

    [Fact]
    public void The_text_has_a_row_for_each_part()
    {
        var lines = Cli.RunWithInput(Case, "predict", "-", "--consumers", "kvm", "--set", "kvm.entry=1000").Succeeded().Lines;
        foreach (var part in ConsumerCost.PartNames) Assert.Contains(lines, line => line.StartsWith($"    kvm.{part} ", StringComparison.Ordinal));
        // The other statements tell nobody: no row.
        Assert.Equal(1, lines.Count(line => line.StartsWith("    kvm.told ", StringComparison.Ordinal)));
        Assert.Equal("but of what --set gave, which is taken as it is", lines[^2]);
        Assert.StartsWith("but of kvm: what a consumer takes was not measured", lines[^1], StringComparison.Ordinal);
        Assert.Matches(@"^    kvm\.entry +4 +4\.0us +4\.0us\.\.4\.0us ", lines.Last(line => line.StartsWith("    kvm.entry", StringComparison.Ordinal)));
    }

    /// <summary>run's time is predict's, at each statement; with every check on too.</summary>
    [Fact]
    public void Run_has_the_same_time()
    {
        // A profile in which writes to tables have costs.
        string[] options = ["-", "--json", "--consumers", "kvm,iommu-sva", "--profile", "epyc-zen5-pvm", "--set", "kvm.told=5000"];
        var predicted = Times(Cli.RunWithInput(Case, ["predict", .. options]).Succeeded());
        var run = Cli.RunWithInput(Case, ["run", .. options]).Succeeded();
        Assert.Equal(predicted, Times(run));
        Assert.Equal(["kvm", "iommu-sva"], run.Json[^1].GetProperty("consumers").EnumerateArray().Select(one => one.GetProperty("consumer").GetString()));
        var text = Cli.RunWithInput(Case, "run", "-", "--consumers", "kvm").Succeeded().Lines;
        Assert.Matches(@"^    kvm +\S+ \(\S+\), told 1, flushes 1, entries 4$", text.Last(line => line.StartsWith("    kvm ", StringComparison.Ordinal)));
        Assert.Equal(predicted, Times(Cli.RunWithInput(Case, ["run", .. options, "--check"]).Succeeded()));
        Assert.NotEqual(predicted, Times(Cli.RunWithInput(Case, ["run", "-", "--json", "--profile", "epyc-zen5-pvm"]).Succeeded()));
    }

    /// <summary>A walk that tells a larger range makes KVM drop more: what the review asked about, as a time.</summary>
    [Fact]
    public void Compare_tells_walks_apart_by_what_they_tell()
    {
        var rows = Cli.Run("compare", Cli.Seed, "--json", "--no-time", "--consumers", "kvm").Succeeded().Json
            .ToDictionary(row => row.GetProperty("walk").GetString()!, row => row.GetProperty("consumers")[0]);
        Assert.Equal(1534, Number(rows["v5-patch"], "entries"));
        Assert.Equal(1534, Number(rows["kravetz"], "entries"));
        Assert.Equal(512, Number(rows["6.19"], "entries"));
        Assert.True(Number(rows["v5-patch"], "ns") > 2 * Number(rows["6.19"], "ns"));
    }

    [Fact]
    public void The_mail_has_the_counts_and_the_command_that_repeats_them()
    {
        string[] options = ["--consumers", "kvm", "--set", "kvm.entry=100"];
        var mail = Cli.Run(["compare", Cli.Seed, "--no-time", "--base", "v5-patch", "--head", "6.19", .. options]).Succeeded().Output;
        Assert.Matches(@"\nkvm: entries dropped +1534 +512 +0\.334 +bound\n", mail);
        Assert.Contains("\nbound:    if what an mmu notifier tells holds all that the mm maps", mail, StringComparison.Ordinal);
        Assert.Contains($" --set kvm.entry=100 --consumers kvm {Cli.Seed}\n", mail, StringComparison.Ordinal);
    }

    /// <summary>All of the time is drawn: the parts of a consumer are frames beside the functions.</summary>
    [Fact]
    public void A_flame_graph_has_them()
    {
        var release = LinuxKernels.Default;
        var profile = StartingCosts.CompleteConsumers(ProvisionalProfile.Value);
        var trace = TraceParser.Parse("case", new StringReader(Case));
        var row = new WalkComparison(trace, profile: profile, consumers: [.. Emulator.Notifiers.ConsumerCatalog.In(release)]).Count(release.RegisterWalk!);
        var root = FlameReport.Of(row, profile);
        Assert.Equal(row.ModelTime.Nanoseconds, root.TotalNs, 1e-6 * row.ModelTime.Nanoseconds);
        var kvm = Assert.Single(root.Children, frame => frame.Name == "notifier of kvm");
        Assert.Equal(4, Assert.Single(kvm.Children, frame => frame.Name == "entry").Calls);
        using var folder = new TemporaryFolder();
        Cli.RunWithInput(Case, "flame", "-", "-o", folder.Root, "--consumers", "kvm").Succeeded();
        Assert.StartsWith("notifier of kvm;entry 160\n", File.ReadAllText(Path.Combine(folder.Root, "stdin-6.19.folded")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_has_their_table()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Root, "report.html");
        Cli.Run("report", Cli.Seed, "-o", path, "--no-plots", "--consumers", "kvm").Succeeded();
        Assert.Matches(@"\nv5-patch +kvm +1 +1 +1534 ", File.ReadAllText(path));
        Cli.Run("report", Cli.Seed, "-o", path, "--no-plots").Succeeded();
        Assert.DoesNotContain("notifier of", File.ReadAllText(path), StringComparison.Ordinal);
    }

    /// <summary>The split rule decides how many ranges are told: the second run has it too.</summary>
    [Fact]
    public void A_split_rule_is_the_consumers_too()
    {
        string[] compare = ["compare", Path.Combine(Repository.Traces, "split/register-inside-1G.trace"), "--json", "--no-time", "--consumers", "kvm"];
        Assert.Equal((2, 4), Of(Cli.Run(compare).Succeeded()));
        Assert.Equal((1, 3), Of(Cli.Run([.. compare, "--split", "6.1"]).Succeeded()));

        static (double Told, double Entries) Of(CommandResult result)
        {
            var kvm = result.Json.First(row => row.GetProperty("walk").GetString() == "6.19").GetProperty("consumers")[0];
            return (Number(kvm, "told"), Number(kvm, "entries"));
        }
    }

    /// <summary>What was set is in the name of what the times are of, wherever that stands.</summary>
    [Fact]
    public void What_was_set_is_said()
    {
        string[] options = ["--set", "huge_pte_lock=5000", "--set", "kvm.told=7", "--consumers", "kvm"];
        const string Name = "provisional with huge_pte_lock=5000, kvm.told=7";
        var table = Cli.Run(["compare", Cli.Seed, "--no-time", .. options]).Succeeded().Output;
        Assert.Contains($"with the costs of {Name}, told: kvm\n", table, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        Cli.Run(["flame", Cli.Seed, "-o", folder.Root, .. options]).Succeeded();
        Assert.Contains($"{Name}: Linux", File.ReadAllText(Directory.GetFiles(folder.Root, "*.svg").Single()), StringComparison.Ordinal);
        var page = Path.Combine(folder.Root, "report.html");
        Cli.Run(["report", Cli.Seed, "-o", page, "--no-plots", "--profile", "provisional", .. options]).Succeeded();
        Assert.Contains($"with the costs of {Name}, told: kvm.", File.ReadAllText(page), StringComparison.Ordinal);
    }

    /// <summary>A file without it: assumed, and said.</summary>
    [Fact]
    public void A_consumer_that_a_profile_does_not_have_is_assumed_and_said()
    {
        using var folder = new TemporaryFolder();
        var text = ProfileFile.Text(ProfileFiles.Find("epyc-zen3-kvm"));
        var path = folder.Write("mine.json", text[..text.IndexOf("  \"consumers\"", StringComparison.Ordinal)].TrimEnd().TrimEnd(',') + "}");
        var result = Cli.RunWithInput(Case, "predict", "-", "--json", "--profile", path, "--consumers", "kvm").Succeeded();
        Assert.Contains("mine.json: what these consumers take is not in the profile, and assumed: kvm", result.Error, StringComparison.Ordinal);
        Assert.Equal(Times(Cli.RunWithInput(Case, "predict", "-", "--json", "--consumers", "kvm").Succeeded()), Times(result));
        Assert.DoesNotContain("assumed", Cli.RunWithInput(Case, "predict", "-", "--json", "--profile", path).Succeeded().Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--consumers: 6.19 has no consumer 'nosuch'; expected names of iommu-sva, kvm, ", "--consumers", "kvm,nosuch")]
    [InlineData("--consumers: 5.13 has no consumer 'xe'; expected names of iommu-sva, kvm, ", "--consumers", "xe", "--kernel", "5.13")]
    [InlineData("--consumers: 6.19 has no consumer ''", "--consumers", "kvm,")]
    [InlineData("--set kvm.nosuch=1: expected kvm.told, kvm.invalidation, kvm.entry", "--consumers", "kvm", "--set", "kvm.nosuch=1")]
    [InlineData("--set kvm.entry=1: kvm is not told; expected it among --consumers", "--set", "kvm.entry=1")]
    [InlineData("--set xe.entry=1: xe is not told; expected it among --consumers", "--consumers", "kvm", "--set", "xe.entry=1")]
    [InlineData("--set: there is no function 'nosuch.entry'", "--set", "nosuch.entry=1")]
    [InlineData("--set 'kvm.entry=x' is not a cost", "--consumers", "kvm", "--set", "kvm.entry=x")]
    public void Bad_words_are_refused(string message, params string[] options)
    {
        var result = Cli.RunWithInput(Case, ["predict", "-", .. options]);
        Assert.Equal(ExitStatus.BadInput, result.Status);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_trace_with_an_order_of_its_own_is_refused()
    {
        var result = Cli.RunWithInput($"#! schedule=A:end,B:end\n{Case}", "run", "-", "--consumers", "kvm");
        Assert.Equal(ExitStatus.BadInput, result.Status);
        const string Message = "-: --consumers: they are told in the order of the lines; expected a trace without '#! schedule='";
        Assert.Contains(Message, result.Error, StringComparison.Ordinal);
    }

    private static double Number(JsonElement row, string name) => row.GetProperty(name).GetDouble();

    private static List<double> Times(CommandResult result) => [.. result.Json.Select(row => Number(row, "model_ns"))];
}
