namespace Tests.Perf;

/// <summary><c>run --kernel R</c> over the reviewed case: what each release answers to the registration.</summary>
public class KernelOptionTests
{
    // result, huge_pte_offset/huge_pte_lock/huge_pmd_unshare, tables unshared, calls of tlb_remove_table_sync_one
    [Theory]
    [InlineData("v5-patch", "wp", "0 1535/1023/1023 1 0")]
    [InlineData("v5-patch", "minor", "0 1535/1023/1023 1 0")]
    [InlineData("kravetz", "wp", "0 1/1/1 1 0")]
    [InlineData("kravetz", "minor", "0 1/1/1 1 0")]
    [InlineData("5.13", "wp", "EINVAL 0/0/0 0 0")]
    [InlineData("5.13", "wp+minor", "EINVAL 0/0/0 0 0")]
    [InlineData("5.13", "minor", "0 1/1/1 1 0")]
    [InlineData("6.1", "wp", "0 1/1/1 1 0")]
    [InlineData("6.2", "wp", "0 1/1/1 1 0")]
    [InlineData("6.12", "wp", "0 1/1/1 1 0")]
    [InlineData("6.16", "wp", "0 1/1/1 1 1")]
    [InlineData("6.19", "wp", "0 1/1/1 1 1")]
    [InlineData("6.19", "missing", "0 0/0/0 0 0")]
    public void A_release_answers_as_it_did(string kernel, string mode, string expected)
    {
        var trace = File.ReadAllText(Cli.Seed).Replace("11G-2M wp", $"11G-2M {mode}", StringComparison.Ordinal);
        var answer = Cli.RunWithInput(trace, "run", "-", "--json", "--kernel", kernel).Succeeded().Json[^1];
        Assert.Equal(
            expected,
            $"{answer.GetProperty("result").GetString()} {Calls("huge_pte_offset")}/{Calls("huge_pte_lock")}/{Calls("huge_pmd_unshare")} "
            + $"{answer.GetProperty("unshared").GetInt32()} {Calls("tlb_remove_table_sync_one")}");
        Assert.Equal(expected[0] == '0' && mode != "missing" ? 12 : 16, answer.GetProperty("page_table_kb").GetProperty("A").GetInt32());

        int Calls(string function) => answer.GetProperty("calls").TryGetProperty(function, out var calls) ? calls.GetInt32() : 0;
    }

    [Fact]
    public void The_default_is_619() =>
        Assert.Equal(Cli.Run("run", Cli.Split, "--json", "--kernel", "6.19").Output, Cli.Run("run", Cli.Split, "--json").Output);

    [Fact]
    public void The_hugetlb_vma_lock_came_with_61()
    {
        var locking = Cli.Run("kernels", "--json").Json.Select(release => release.GetProperty("kernel").GetString()!)
            .Where(kernel => Cli.Run("run", Cli.Split, "--json", "--kernel", kernel).Output.Contains("hugetlb_vma_lock", StringComparison.Ordinal));
        Assert.Equal(["6.1", "6.2", "6.12", "6.15", "6.16", "6.19", "6.1.y", "7.2"], locking);
    }
}
