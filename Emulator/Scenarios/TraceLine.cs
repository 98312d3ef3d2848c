namespace Emulator.Scenarios;

/// <summary>What a statement's canonical form is made of: parts with a blank between; no option that says its default.</summary>
internal static class TraceLine
{
    public static string Of(params IEnumerable<object?> parts) => string.Join(' ', parts.Where(part => part is not null));

    public static string? Option(string key, object? value) => value is null ? null : $"{key}={value}";

    public static string? Option<T>(string key, T value, T fallback) where T : notnull =>
        value.Equals(fallback) ? null : $"{key}={(value is Enum word ? Words.Of(word) : value)}";

    public static string? Option<T>(string key, T flags, T fallback, char separator) where T : struct, Enum =>
        flags.Equals(fallback) ? null : $"{key}={Words.Of(flags, separator)}";

    public static string? Flag(string word, bool isSet) => isSet ? word : null;

    public static string OnOff(bool isOn) => isOn ? "on" : "off";
}

/// <summary>A line of a trace that says something: comment stripped, blanks collapsed.</summary>
internal readonly record struct SourceLine(string Path, int Number, string Text)
{
    public string FirstWord => Text.Split(' ', 2)[0];

    public TraceException Error(string what, string expected) => new(Path, Number, what, expected);

    /// <param name="directives">Takes the words of each line that begins with <c>#!</c>: what a program says of the trace.</param>
    public static IEnumerable<SourceLine> ReadAll(string path, TextReader reader, ICollection<string> directives)
    {
        for (var number = 1; reader.ReadLine() is { } raw; number++)
        {
            if (raw.StartsWith("#!", StringComparison.Ordinal))
            {
                foreach (var word in raw[2..].Split(' ', StringSplitOptions.RemoveEmptyEntries)) directives.Add(word);
            }

            var statement = raw.Split('#', 2)[0];
            foreach (var odd in statement.Where(c => c is not ('\t' or (>= ' ' and <= '~'))))
            {
                throw new TraceException(path, number, $"there is a character U+{(int)odd:X4}", "printable ASCII outside comments");
            }

            var text = string.Join(' ', statement.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
            if (text.Length > 0) yield return new(path, number, text);
        }
    }
}

/// <summary>Bad input: a trace that nothing was executed of.</summary>
public sealed class TraceException(string path, int line, string what, string expected)
    : Exception($"{path}:{line}: {what}; expected {expected}")
{
    public string Path => path;
    public int Line => line;
    public string What => what;
    public string Expected => expected;
}
