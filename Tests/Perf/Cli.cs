using System.Text.Json;
using Perf;
using Perf.Cli;

namespace Tests.Perf;

/// <summary>
/// The command line in this process. Its list of walks has this assembly's too, so tests of exact tables run
/// <see cref="ChildProcess"/> instead.
/// </summary>
internal static class Cli
{
    public static readonly string Seed = Trace("seed/shared-2");

    public static readonly string Split = Trace("split/register-inside-1G");

    public static string Trace(string name) => Path.Combine(Repository.Traces, $"{name}.trace");

    public static CommandResult Run(params string[] args) => RunWithInput("", args);

    public static CommandResult RunWithInput(string input, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var reader = new StringReader(input);
        var status = Ptemu.Run(args, new Terminal(output, error, reader, isInteractive: false));
        return new(status, output.ToString(), error.ToString());
    }

    /// <summary>A JSON object's names, in order.</summary>
    public static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(property => property.Name);
}

/// <summary>What a command answered.</summary>
internal sealed record CommandResult(int Status, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public IReadOnlyList<JsonElement> Json => [.. Lines.Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>The cells of each walk's row in a table.</summary>
    public IReadOnlyDictionary<string, string[]> Rows =>
        Lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(cells => cells is [_, "0" or [>= '1' and <= '9', ..], _, _, _, ..])
            .ToDictionary(cells => cells[0], cells => cells[1..]);

    public CommandResult Succeeded()
    {
        Assert.True(Status == 0, $"status {Status}: {Error}");
        return this;
    }
}
