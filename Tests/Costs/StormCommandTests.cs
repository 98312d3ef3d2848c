using Perf;
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
        var lines = Cli.Run(Small).Succeeded().Lines;
        Assert.Equal("8 CPUs, 16G mapped; 6 children touch 5 pages each and exit; seed 1", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("broadcast IPIs ", StringComparison.Ordinal) && line.EndsWith(" 0", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cost_of_the_machine_can_be_set_and_so_can_one_of_a_function()
    {
        var time = TimeOf();
        Assert.True(TimeOf("--set", "ipi_send=10000") > time);
        Assert.True(TimeOf("--set", "dup_mmap=5000000") > time);
        Assert.True(TimeOf("--machine", "kvm-guest") > time);
    }

    [Theory]
    [InlineData("--cpus", "2", "--cpus '2' is out of range; expected a number from 3 to 1024")]
    [InlineData("--cpus", "1025", "out of range")]
    [InlineData("--children", "0", "out of range")]
    [InlineData("--kernel", "6.12,9", "there is no kernel '9'")]
    [InlineData("--machine", "nosuch", "there is no machine 'nosuch'; expected one of bare-metal, kvm-guest")]
    [InlineData("--set", "nosuch=1", "there is no function 'nosuch'")]
    [InlineData("--set", "ipi_send=x", "is no cost")]
    [InlineData("--profile", "nosuch", "there is no profile 'nosuch'")]
    public void Bad_words_are_refused(string option, string value, string message)
    {
        var result = Cli.Run("storm", option, value);
        Assert.Equal(ExitStatus.BadInput, result.Status);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Sensitivity_needs_two_releases() =>
        Assert.Equal(ExitStatus.BadInput, Cli.Run([.. Small, "--kernel", "6.16", "--sensitivity"]).Status);

    private static double TimeOf(params string[] more) =>
        Cli.Run([.. Small, "--kernel", "6.16", "--json", .. more]).Succeeded().Json[0].GetProperty("model_ns").GetDouble();
}
