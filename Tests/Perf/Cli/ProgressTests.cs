using Perf;
using Perf.Cli;

namespace Tests.Perf;

/// <summary>What a person sees on a terminal, where both outputs are one.</summary>
public sealed class ProgressTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Progress is shown, and taken away before anything else is written: no line of the output has a bit of it.</summary>
    [Theory]
    [InlineData("run SEED SEED", "SEED at 6.19")]
    [InlineData("run SEED --json", "SEED at 6.19")]
    [InlineData("compare SEED --no-time", "SEED: ")]
    [InlineData("flame SEED --out FOLDER", "SEED: 6.19")]
    [InlineData("--json --no-time --out FOLDER", "block 1 of 6: ")]
    public void Is_taken_away_before_the_output(string line, string progress)
    {
        string[] args = [.. line.Split(' ').Select(Named)];
        using var screen = new StringWriter();
        Assert.Equal(0, Ptemu.Run(args, new Terminal(screen, screen, TextReader.Null, isInteractive: true)));
        var quiet = Cli.Run(args);
        Assert.Contains($"\r{Named(progress)}", screen.ToString(), StringComparison.Ordinal);
        Assert.Equal(quiet.Output + quiet.Error, Seen(screen.ToString()));

        string Named(string word) =>
            word.Replace("SEED", Cli.Seed, StringComparison.Ordinal).Replace("FOLDER", _folder.Root, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What is left of each line where a carriage return goes back to its start and blanks write over.</summary>
    private static string Seen(string text) => string.Join('\n', text.Split('\n').Select(line =>
    {
        var seen = "";
        foreach (var part in line.Split('\r')) seen = part + (part.Length < seen.Length ? seen[part.Length..] : "");
        return line.Contains('\r', StringComparison.Ordinal) ? seen.TrimEnd() : seen;
    }));
}
