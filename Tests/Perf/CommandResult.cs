using System.Text.Json;

namespace Tests.Perf;

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
