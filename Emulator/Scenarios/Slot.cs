namespace Emulator.Scenarios;

/// <summary>A place of a synopsis that an argument fills: <c>RANGE</c>, <c>length=SIZE</c>, <c>[read|write]</c>.</summary>
/// <param name="Text">As in the synopsis, without the brackets.</param>
internal sealed record Slot(string Text, bool IsOptional)
{
    /// <summary>What stands before the <c>=</c>; null where there is none.</summary>
    public string? Key { get; } = Text.Contains('=', StringComparison.Ordinal) ? Text.Split('=')[0] : null;

    /// <summary>The words that the synopsis allows; empty where it has a placeholder in capitals.</summary>
    public IReadOnlyList<string> Words { get; } =
        Text.Split('=')[^1] is var value && value.Any(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) ? value.Split('|', ',') : [];

    public string Name => Key ?? Text;

    /// <summary>By its place after the verb, rather than by a word of its own.</summary>
    public bool IsPositional => Key is null && !IsOptional;

    /// <summary>How arguments for this slot begin, as a typo's neighbour: <c>prot=</c>, <c>read</c> or <c>write</c>.</summary>
    public IEnumerable<string> Openings => IsPositional ? [] : Key is null ? Words : [$"{Key}="];

    public static Slot Parse(string part) => part[0] == '[' ? new(part[1..^1], true) : new(part, false);

    public bool Takes(string token) =>
        !IsPositional && (Key is null ? Words.Contains(token) : token.StartsWith($"{Key}=", StringComparison.Ordinal));

    public string ValueOf(string token) => Key is null ? token : token[(Key.Length + 1)..];
}
