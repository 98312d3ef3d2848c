using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Experiments;
using Emulator.Kernel;
using Emulator.Notifiers;
using Emulator.Releases;
using Emulator.Reports;
using Emulator.Walks;
using Perf.Bench;
using Perf.Cli;
using Tests.Costs;
using Tests.Perf;
using Tests.Scenarios;

namespace Tests.Docs;

/// <summary>Tables in documents are the program's own output, and are what it prints now.</summary>
[Collection(nameof(GeneratedDocsTests))]
public class GeneratedDocsTests
{
    [Fact]
    public void The_readme_has_the_first_commands_table()
    {
        var text = new SeedReport(WalkCatalog.Own).Text();
        GeneratedBlock.Check("README.md", "seed", GeneratedBlock.Code(text[..text.IndexOf("\n\n", StringComparison.Ordinal)]));
        GeneratedBlock.Check("README.md", "seed-table", GeneratedBlock.Code(text));
    }

    [Fact]
    public void The_readme_says_how_much_equals_a_real_kernel()
    {
        var fields = KernelTruth.Names.Where(name => name.StartsWith("6.18/", StringComparison.Ordinal)).SelectMany(KernelTruth.Compare).ToList();
        var table = new TextTable(16, 8, 8);
        table.Add("field", "equal", "of");
        foreach (var name in KernelTruth.StateFields.Concat(KernelTruth.FlushFields))
        {
            var compared = fields.Where(field => field.Field == name).ToList();
            table.Add(name, $"{compared.Count(field => field.IsEqual)}", $"{compared.Count}");
        }

        GeneratedBlock.Check("README.md", "truth", GeneratedBlock.Code(table.ToString()));
    }

    [Fact]
    public void The_architecture_has_the_releases() =>
        GeneratedBlock.Check("ARCHITECTURE.md", "releases", GeneratedBlock.Code(ReleaseTable.Text()));

    /// <summary>A check that the page does not have, or has by another name, fails here.</summary>
    [Fact]
    public void The_checks_are_those_that_there_are()
    {
        GeneratedBlock.Check("docs/checks.md", "checks-step", Checks(CheckedAt.EachStep));
        GeneratedBlock.Check("docs/checks.md", "checks-statement", Checks(CheckedAt.EachStatement));
        GeneratedBlock.Check("docs/checks.md", "checks-shadow", Checks(CheckedAt.Shadow));

        static string Checks(CheckedAt at) => "| check | asserts | what Linux relies on |\n|---|---|---|\n" + string.Concat(
            from check in CheckNames.All
            where check.Asserts.At == at
            select $"| {check.Name} | {check.Asserts.What} | {check.Asserts.ReliedOn} |\n");
    }

    public static TheoryData<string> Machines =>
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "Perf/Results")).Select(folder => Path.GetFileName(folder))];

    [Theory]
    [MemberData(nameof(Machines))]
    public void The_speed_is_that_of_the_results(string machine)
    {
        var lines = File.ReadLines(Path.Combine(Repository.Root, "Perf/Results", machine, "reference.jsonl")).ToList();
        GeneratedBlock.Check("docs/speed.md", $"reference-{machine}", GeneratedBlock.Code(ReferenceTable.TextOf(lines)));
        var targets = TargetTable.TextOf(lines);
        Assert.All(targets.Split('\n'), line => Assert.True(line.Length <= 80, line));
        GeneratedBlock.Check("README.md", $"targets-{machine}", GeneratedBlock.Code(targets));
    }

    [Fact]
    public void The_costs_have_their_sources()
    {
        GeneratedBlock.Check("docs/costs.md", "costs", CostTable.Of(CalibrationTests.Profile));
        GeneratedBlock.Check("docs/costs.md", "provisional", CostTable.Of(ProvisionalProfile.Value));
        GeneratedBlock.Check("docs/costs.md", "consumers", CostTable.Of(StartingCosts.Value.Consumers));
    }

    /// <summary>The profiles that come with the program have the consumers' costs of the documentation.</summary>
    [Fact]
    public void Profiles_have_the_consumers_of_the_table() => Assert.All(
        ProfileFiles.All.Where(profile => profile.MeasuredOn is not null),
        profile => Assert.Equal(CostTable.Of(StartingCosts.Value.Consumers), CostTable.Of(profile.Consumers)));

    /// <summary>The seed's case with KVM by walk, and of two walks with each consumer.</summary>
    [Fact]
    public void The_times_of_consumers_are_what_compare_has()
    {
        var consumers = ConsumerCatalog.In(LinuxKernels.Default);
        var kvm = Rows([consumers.Single(one => one.Name == "kvm")], WalkCatalog.Own);
        GeneratedBlock.Check("docs/costs.md", "told", GeneratedBlock.Code($"{ModelTimeTable.Of(kvm, "provisional, told: kvm")}\n{ConsumerTimeTable.Of(kvm)}"));
        var all = Rows(consumers, [.. WalkCatalog.Own.Where(walk => walk.Name is "v5-patch" or "6.19")]);
        GeneratedBlock.Check("docs/costs.md", "told-all", GeneratedBlock.Code(ConsumerTimeTable.Of(all)));

        static WalkRow[] Rows(IReadOnlyList<INotifierConsumer> consumers, IEnumerable<UnshareWalk> walks)
        {
            var costs = StartingCosts.CompleteConsumers(ProvisionalProfile.Value);
            var comparison = new WalkComparison(SeedState.TraceOf("seed/shared-2.trace"), profile: costs, consumers: consumers);
            return [.. walks.Select(comparison.Count)];
        }
    }

    [Fact]
    public void The_storm_is_what_the_command_prints() =>
        GeneratedBlock.Check("docs/storm.md", "storm", GeneratedBlock.Code(Cli.Run("storm", "--sensitivity").Succeeded().Output));

    [Fact]
    public void The_storm_is_held_on_each_machine() =>
        GeneratedBlock.Check("docs/storm.md", "presets", GeneratedBlock.Code(string.Concat(StormMachine.All.Select(machine =>
        {
            var times = Cli.Run("storm", "--json", "--machine", machine.Name).Succeeded().Json
                .ToDictionary(row => row.GetProperty("kernel").GetString()!, row => row.GetProperty("model_ns").GetDouble());
            var (before, during) = (times["6.12"], times["6.16"]);
            return $"{machine.Name,-12} 6.16 takes {during / before:0.0} times as long as 6.12 ({Duration.Of(during)}, {Duration.Of(before)})\n";
        }))));

    [Fact]
    public void The_storm_has_the_costs_of_its_machines() =>
        GeneratedBlock.Check("docs/storm.md", "machines", GeneratedBlock.Code(Cli.Run("storm", "--machines").Succeeded().Output));

    [Fact]
    public void The_costs_say_how_right_they_are()
    {
        GeneratedBlock.Check("docs/costs.md", "machine", GeneratedBlock.Code(MeasuredOnText.Of(CalibrationTests.Profile)));
        GeneratedBlock.Check(
            "docs/costs.md", "earlier", GeneratedBlock.Code(EarlierFigures.Of([.. ProfileFiles.MeasuredOf(CalibrationTests.Profile, "epyc-zen3-kvm")!.All])));
        GeneratedBlock.Check("docs/costs.md", "sizes", GeneratedBlock.Code(
            SizeTable.Of(CalibrationTests.Profile, ProfileFiles.MeasuredOf(CalibrationTests.Profile, "epyc-zen3-kvm")!)));
        GeneratedBlock.Check("docs/costs.md", "evaluation", GeneratedBlock.Code(EvaluationTable.Of(CalibrationTests.Evaluation)));
        var zen5 = ProfileFiles.Find("epyc-zen5-pvm");
        GeneratedBlock.Check("docs/costs.md", "machine-zen5", GeneratedBlock.Code(MeasuredOnText.Of(zen5)));
        GeneratedBlock.Check("docs/costs.md", "evaluation-zen5", GeneratedBlock.Code(
            EvaluationTable.Of(new(zen5, ProfileFiles.MeasuredOf(zen5, "epyc-zen5-pvm")!.HeldOut))));
        GeneratedBlock.Check("docs/costs.md", "sessions", GeneratedBlock.Code(Sessions.Table()));
    }
}
