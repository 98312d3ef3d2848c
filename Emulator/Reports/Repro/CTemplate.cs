using Emulator.Native;

namespace Emulator.Reports;

/// <summary>
/// Text in C with parts that can be left out, between <c>//@if CONDITION</c> and <c>//@end</c>, and lines to fill in, such as
/// <c>@FILES@</c>. A condition is words joined by <c>&amp;</c>, with <c>!</c> for not; <c>|</c> between such joins is or.
/// </summary>
internal static class CTemplate
{
    private const string If = "//@if ";
    private const string End = "//@end";

    /// <param name="values">What a name between two @ stands for; a line that is such a name alone and has no value goes.</param>
    public static string Fill(string template, IReadOnlySet<string> words, IReadOnlyDictionary<string, string> values)
    {
        var open = new Stack<bool>();
        var text = new List<string>();
        foreach (var line in template.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith(If, StringComparison.Ordinal)) open.Push(Holds(line[If.Length..], words));
            else if (line == End) open.Pop();
            else if (open.All(isKept => isKept) && Filled(line, values) is { } filled) text.Add(filled);
        }

        Ensure.That(open.Count == 0);
        return string.Join('\n', text) + "\n";
    }

    private static bool Holds(string condition, IReadOnlySet<string> words) =>
        condition.Split('|').Any(all => all.Split('&').All(word => word[0] == '!' ? !words.Contains(word[1..]) : words.Contains(word)));

    private static string? Filled(string line, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (name, value) in values)
        {
            if (line == $"@{name}@" && value.Length == 0) return null;
            line = line.Replace($"@{name}@", value, StringComparison.Ordinal);
        }

        return line;
    }
}
