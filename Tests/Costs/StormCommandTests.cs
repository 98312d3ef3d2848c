using Emulator.Costs;
using Emulator.Reports;
using Perf.Cli;
using Tests.Perf;

namespace Tests.Costs;

/// <summary><c>ptemu storm</c> as typed.</summary>
public class StormCommandTests
{
    private static readonly string[] Small = ["storm", "--cpus", "8", "--children", "6", "--size", "16", "--touch", "5"];

    [Fact]
    public void A_release_is_an_object_and_a_person_gets_a_column_for_it()
    {
        var rows = Cli.Run([.. Small, "--json"]).Succeeded().Json;
        Assert.Equal(["6.12", "6.16", "6.19"], rows.Select(row => row.GetProperty("kernel").GetString()));
        Assert.Equal(rows[1].GetProperty("distinct_tables").GetInt64() * 7, rows[1].GetProperty("ipis").GetInt64());
        Assert.All(rows, row => Assert.Equal(
            ["model_ns", "model_ns_low", "model_ns_high"], Cli.Names(row).Where(name => name.StartsWith("model_ns", StringComparison.Ordinal))));
        var lines = Cli.Run(Small).Succeeded().Lines;
        Assert.Equal("8 CPUs, 16G mapped; 6 children touch 5 pages each and exit; seed 1", lines[0]);
        var broadcasts = Assert.Single(lines, line => line.StartsWith("broadcast IPIs ", StringComparison.Ordinal));
        Assert.Matches("^broadcast IPIs +0 +[1-9][0-9]* +[1-9][0-9]*$", broadcasts);
    }

    [Fact]
    public void A_cost_of_the_machine_can_be_set_and_so_can_one_of_a_function()
    {
        var time = TimeOf();
        Assert.True(TimeOf("--set", "ipi_send=10000") > time);
        Assert.True(TimeOf("--set", "dup_mmap=5000000") > time);
        Assert.True(TimeOf("--machine", "kvm-guest") > time);
    }

    /// <summary>All costs low and all high; where they are known to the nanosecond there is one time.</summary>
    [Fact]
    public void The_time_has_the_interval_of_all_costs()
    {
        var (time, low, high) = Times();
        Assert.True(low < time && time < high, $"{low} {time} {high}");
        string[] rows = ["time until all are gone ", "  at least: every cost at its low end ", "  at most: every cost at its high end "];
        var lines = Cli.Run([.. Small, "--kernel", "6.16"]).Succeeded().Lines;
        Assert.Equal(
            new[] { time, low, high }.Select(Duration.Of),
            rows.Select(row => lines.Single(line => line.StartsWith(row, StringComparison.Ordinal))[row.Length..].Trim()));
        var known = Times("--set", "dup_mmap=500000", "--set", "exit_mmap=80000", "--set", "ipi_send=100", "--set", "ipi_latency=1000");
        Assert.Equal(time, known.Time);
        Assert.True(low < known.Low && known.High < high, $"{known}");

        (double Time, double Low, double High) Times(params string[] more)
        {
            var row = Cli.Run([.. Small, "--kernel", "6.16", "--json", .. more]).Succeeded().Json[0];
            return (Number("model_ns"), Number("model_ns_low"), Number("model_ns_high"));

            double Number(string name) => row.GetProperty(name).GetDouble();
        }
    }

    [Fact]
    public void What_a_profile_has_and_a_storm_has_not_is_said()
    {
        Assert.Contains(
            "a storm has not what shadowed page tables add", Cli.Run([.. Small, "--profile", "epyc-zen5-pvm"]).Succeeded().Error, StringComparison.Ordinal);
        Assert.Empty(Cli.Run(Small).Succeeded().Error);
    }

    [Theory]
    [InlineData("--cpus", "2", "--cpus '2' is out of range; expected a number from 3 to 1024")]
    [InlineData("--cpus", "1025", "out of range")]
    [InlineData("--children", "0", "out of range")]
    [InlineData("--kernel", "6.12,9", "there is no kernel '9'")]
    [InlineData("--machine", "nosuch", "there is no machine 'nosuch'; expected one of bare-metal, kvm-guest")]
    [InlineData("--set", "nosuch=1", "there is no function 'nosuch'")]
    [InlineData("--set", "shadow_zap=1e6", "--set: shadow_zap takes no part in this storm; expected one of huge_pte_offset, ")]
    [InlineData("--set", "userfaultfd_register=5", "--set: userfaultfd_register takes no part in this storm")]
    [InlineData("--set", "ipi_send=x", "is not a cost")]
    [InlineData("--set", "send_ipi=5", "--set: send_ipi takes no part in a storm, which simulates it; expected a cost of the machine: ipi_send,")]
    [InlineData("--set", "smp_call_function_many_cond=5", "takes no part in a storm")]
    [InlineData("--profile", "nosuch", "there is no profile 'nosuch'")]
    public void Bad_words_are_refused(string option, string value, string message)
    {
        var result = Cli.Run("storm", option, value);
        Assert.Equal(ExitStatus.BadInput, result.Status);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void What_does_not_fit_into_memory_is_refused_before_it_runs()
    {
        var result = Cli.Run("storm", "--children", "10000", "--touch", "10000", "--size", "16384");
        Assert.Equal(ExitStatus.BadInput, result.Status);
        Assert.Contains("the storm needs about 77G, and this machine has ", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        // With --sensitivity what was recorded of each of the three releases is kept.
        result = Cli.Run("storm", "--children", "10000", "--touch", "10000", "--size", "16384", "--sensitivity");
        Assert.Contains("the storm needs about 151G, and this machine has ", result.Error, StringComparison.Ordinal);
    }

    /// <summary>One child that forks and exits in no time is gone before the bystander's first fault.</summary>
    [Fact]
    public void A_bystander_that_saw_nothing_has_no_percentiles()
    {
        string[] words =
        [
            "storm", "--cpus", "3", "--children", "1", "--size", "1", "--touch", "1", "--set", "dup_mmap=0", "--set", "exit_mmap=0", "--kernel", "6.12",
        ];
        var faults = Cli.Run(words).Succeeded().Lines.Single(line => line.StartsWith("bystander's faults ", StringComparison.Ordinal));
        Assert.EndsWith(" 0", faults, StringComparison.Ordinal);
        var row = Cli.Run([.. words, "--json"]).Succeeded().Json[0];
        Assert.Equal(0, row.GetProperty("bystander_faults").GetInt32());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, row.GetProperty("bystander_max_ns").ValueKind);
    }

    [Fact]
    public void A_row_says_what_was_simulated_and_too_few_faults_have_no_far_percentile()
    {
        var row = Cli.Run([.. Small, "--json", "--seed", "7", "--machine", "kvm-guest"]).Succeeded().Json[0];
        Assert.Equal((8, 6, 16, 5), (Int("cpus"), Int("children"), Int("size_g"), Int("touch")));
        Assert.Equal((7, "kvm-guest", "epyc-zen3-kvm"), (Int("seed"), row.GetProperty("machine").GetString(), row.GetProperty("profile").GetString()));
        Assert.InRange(Int("bystander_faults"), 1, 99);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, row.GetProperty("bystander_p999_ns").ValueKind);
        Assert.DoesNotContain("99.9 %", Cli.Run(Small).Output, StringComparison.Ordinal);

        int Int(string name) => row.GetProperty(name).GetInt32();
    }

    [Fact]
    public void Every_cost_of_the_machines_is_listed_with_its_source()
    {
        var text = Cli.Run("storm", "--machines").Succeeded().Output;
        foreach (var cost in StormMachine.All.SelectMany(machine => machine.Costs))
        {
            Assert.Contains($"  {cost.Name} ", text, StringComparison.Ordinal);
            Assert.Contains($"{cost.Cost.Source}{(cost.Cost.IsVirtual ? " (of a virtual machine)" : "")}\n", text, StringComparison.Ordinal);
        }

        Assert.Contains(" were measured in a virtual machine", Cli.Run(Small).Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_is_told_the_machines_with_all_that_a_person_is_told()
    {
        var rows = Cli.Run("storm", "--machines", "--json").Succeeded().Json;
        Assert.Equal(StormMachine.All.Select(machine => (machine.Name, machine.Meaning)), rows.Select(row => (Text(row, "machine"), Text(row, "meaning"))));
        foreach (var (machine, row) in StormMachine.All.Zip(rows))
        {
            var costs = row.GetProperty("costs").EnumerateArray().ToList();
            Assert.Equal(
                machine.Costs.Select(one => (one.Name, one.Meaning, one.Cost.Source, one.Cost.IsVirtual)),
                costs.Select(cost => (Text(cost, "cost"), Text(cost, "meaning"), Text(cost, "source"), cost.GetProperty("is_virtual").GetBoolean())));
            Assert.Equal(
                machine.Costs.Select(one => (one.Cost.Nanoseconds, one.Cost.Low, one.Cost.High)),
                costs.Select(cost => (Number(cost, "cost_ns"), Number(cost, "cost_ns_low"), Number(cost, "cost_ns_high"))));
        }

        static string Text(System.Text.Json.JsonElement row, string name) => row.GetProperty(name).GetString()!;
        static double Number(System.Text.Json.JsonElement row, string name) => row.GetProperty(name).GetDouble();
    }

    [Fact]
    public void The_factor_has_the_range_of_what_is_least_sure_beside_it()
    {
        var lines = Cli.Run([.. Small, "--sensitivity"]).Succeeded().Lines;
        var range = lines.Single(line => line.StartsWith("  with half or double of one cost below ", StringComparison.Ordinal));
        var factors = lines.SkipWhile(line => !line.StartsWith("times that of 6.12", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^4..])
            .ToList();
        Assert.Equal(3, factors.Count);
        foreach (var release in (int[])[0, 1])
        {
            var values = factors.SelectMany(words => words[(2 * release)..((2 * release) + 2)]).Select(double.Parse).ToList();
            Assert.Contains($"{values.Min():0.00}..{values.Max():0.00}", range, StringComparison.Ordinal);
        }
    }

    /// <summary>The table for people has the same numbers, to two places.</summary>
    [Fact]
    public void A_machine_is_told_the_sensitivities_after_the_releases()
    {
        string[] words = [.. Small, "--sensitivity"];
        var table = Cli.Run(words).Succeeded().Lines.SkipWhile(line => !line.StartsWith("times that of 6.12 ", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var rows = Cli.Run([.. words, "--json"]).Succeeded().Json;
        Assert.Equal(["6.12", "6.16", "6.19"], rows.Take(3).Select(row => row.GetProperty("kernel").GetString()));
        Assert.Equal(table.Select(cells => cells[0]), rows.Skip(3).Select(row => row.GetProperty("sensitivity").GetString()));
        foreach (var (cells, row) in table.Zip(rows.Skip(3)))
        {
            Assert.Equal("6.12", row.GetProperty("kernel_base").GetString());
            var factors = row.GetProperty("factors").EnumerateArray().ToList();
            Assert.Equal(["6.16", "6.19"], factors.Select(factor => factor.GetProperty("kernel").GetString()));
            var numbers = factors.SelectMany(factor => (double[])[factor.GetProperty("with_half").GetDouble(), factor.GetProperty("with_double").GetDouble()]);
            Assert.Equal(cells[^4..].Select(double.Parse), numbers, (expected, actual) => Math.Abs(expected - actual) <= 0.0051);
            var (low, cost, high) = (Ns("cost_ns_low"), Ns("cost_ns"), Ns("cost_ns_high"));
            Assert.True(low <= cost && cost <= high && low < high && row.GetProperty("swing").GetDouble() > 0);
            Assert.Equal(cells.Contains("(VM)"), row.GetProperty("is_virtual").GetBoolean());

            double Ns(string name) => row.GetProperty(name).GetDouble();
        }
    }

    [Fact]
    public void Sensitivity_needs_two_releases() =>
        Assert.Equal(ExitStatus.BadInput, Cli.Run([.. Small, "--kernel", "6.16", "--sensitivity"]).Status);

    private static double TimeOf(params string[] more) =>
        Cli.Run([.. Small, "--kernel", "6.16", "--json", .. more]).Succeeded().Json[0].GetProperty("model_ns").GetDouble();
}
