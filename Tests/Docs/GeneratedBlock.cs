namespace Tests.Docs;

/// <summary>
/// A part of a document that the program generates, between <c>&lt;!-- generated: NAME ... --&gt;</c> and <c>&lt;!-- end --&gt;</c>. It is
/// compared, and rewritten like any golden text.
/// </summary>
internal static class GeneratedBlock
{
    private const string End = "<!-- end -->";

    /// <param name="document">Its path in the repository.</param>
    /// <param name="content">What must stand between the two marks, with its last newline.</param>
    public static void Check(string document, string name, string content)
    {
        var path = Path.Combine(Repository.Root, document);
        var text = File.ReadAllText(path);
        var mark = text.IndexOf($"<!-- generated: {name} ", StringComparison.Ordinal);
        Assert.True(mark >= 0, $"{document} has no generated part '{name}'");
        var start = text.IndexOf('\n', mark) + 1;
        var end = text.IndexOf(End, start, StringComparison.Ordinal);
        Assert.True(end >= start, $"{document}: the generated part '{name}' has no '{End}'");
        Golden.Check(path, text[..start] + content + text[end..]);
    }

    /// <summary>Text in a code block.</summary>
    public static string Code(string text) => $"```\n{text.TrimEnd('\n')}\n```\n";
}
