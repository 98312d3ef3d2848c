namespace Emulator.Scenarios;

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
