namespace Tests.Perf.Measure;

/// <summary><c>ptemu bench --against</c>: what moved beyond the noise, and files that are none.</summary>
public sealed class ResultComparisonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_moved_beyond_the_noise_is_named()
    {
        var before = Write("base", Row("scan", 100, 2.0, 1, 1), Row("walk", 100, 2.0, 10, 10), Row("gone", 1, 1, 1, 1));
        var after = Write("head", Row("scan", 120, 1.7, 2, 1), Row("walk", 110, 1.9, 10, 10));
        var text = Cli.Run("bench", "--against", before, after).Succeeded().Output;
        Assert.Contains("2 of 4 moved beyond the noise", text, StringComparison.Ordinal);
        Assert.Contains("slower   +20.0%  scan, 1T [ns]", text, StringComparison.Ordinal);
        Assert.Contains("slower   -15.0%  scan : C, 1T [ratio]", text, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^100 +\+-10% +\+10\.0% +110 +\+-10% +walk, 1T \[ns\]$", text);
        Assert.Contains("0 of 4 moved beyond the noise", Cli.Run("bench", "--against", after, after).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_machines_the_ratios_are_compared()
    {
        var before = Write("base", Row("scan", 100, 2, 1, 1, "One CPU"));
        var text = Cli.Run("bench", "--against", before, Write("head", Row("scan", 500, 3, 1, 1, "Other CPU"))).Succeeded().Output;
        Assert.DoesNotContain("[ns]", text, StringComparison.Ordinal);
        Assert.Contains("faster   +50.0%  scan : C, 1T [ratio]", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"work\":1}", "head:1: is not a result; expected a line of ptemu bench --json")]
    [InlineData("[1]", "head:1: is not a result")]
    [InlineData("{\"median_ns\":5,\"machine\":\"m\"}", "head:1: is not a result")]
    [InlineData("{\"op\":\"present\",\"isa\":\"avx2\",\"bytes\":8192,\"median_ns\":5,\"machine\":\"m\"}", "head:1: is not a result")]
    [InlineData("{", "head:1: is no JSON object of a result")]
    [InlineData("", "head: holds no results")]
    public void A_file_that_is_none_is_refused(string line, string expected)
    {
        var result = Cli.Run("bench", "--against", Write("base", Row("scan", 1, 1, 1, 1)), Write("head", line));
        Assert.Equal((2, ""), (result.Status, result.Output));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void It_takes_one_other_file_that_is_there()
    {
        var before = Write("base", Row("scan", 1, 1, 1, 1));
        Assert.Contains("can't be read", Cli.Run("bench", "--against", before, "/nowhere/file").Error, StringComparison.Ordinal);
        Assert.Contains("ptemu bench --against BASE HEAD", Cli.Run("bench", "--against", before).Error, StringComparison.Ordinal);
    }

    private string Write(string name, params string[] lines)
    {
        var path = Path.Combine(_folder.Root, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    private static string Row(string work, double ns, double ratio, double noise, double ratioNoise, string cpu = "CPU") => $$"""
        {"work":"{{work}}","reference":"C","size":"1T","ours_ns":{{ns}},"reference_ns":1,"ratio":{{ratio}},"target":null,"rounds":15,"machine":"{{cpu}}; .NET","ours_stddev_percent":{{noise}},"ratio_stddev_percent":{{ratioNoise}}}
        """;
}
