using System.Text;

namespace Tests.Scenarios;

/// <summary>
/// What many kernels answer to one trace, in one text: each answer once, below a line with the kernels that give it. A kernel that answers as
/// another does is one more word in that line.
/// <code>
/// # 5.13 6.0
/// {"line":3,...}
/// # 6.1
/// {"line":3,...}
/// </code>
/// </summary>
internal static class ReleaseGolden
{
    private const string Head = "# ";

    /// <param name="answers">By kernel. An answer stands where its first kernel does.</param>
    public static string Text(IEnumerable<(string Kernel, string Answer)> answers)
    {
        var text = new StringBuilder();
        foreach (var group in answers.GroupBy(one => one.Answer, one => one.Kernel, StringComparer.Ordinal))
            text.Append($"{Head}{string.Join(' ', group)}\n{group.Key}");
        return text.ToString();
    }

    /// <summary>Compares what is checked in with <paramref name="answers"/>, kernel by kernel, or writes it anew (<see cref="Golden"/>).</summary>
    public static void Check(string path, IReadOnlyList<(string Kernel, string Answer)> answers)
    {
        if (!Golden.IsUpdate && File.Exists(path) && Difference(path, File.ReadAllText(path), answers) is { } difference) Assert.Fail(difference);
        Golden.Check(path, Text(answers));
    }

    /// <summary>The first kernel that answers otherwise than <paramref name="text"/> has it, with the line in which it does; or null.</summary>
    internal static string? Difference(string path, string text, IEnumerable<(string Kernel, string Answer)> answers)
    {
        var expected = Parse(text);
        foreach (var (kernel, answer) in answers)
        {
            if (!expected.TryGetValue(kernel, out var was)) return $"{path} has no answer of {kernel} (PTEMU_UPDATE_GOLDEN=1 writes it)";
            if (was.Answer == answer) continue;
            var (line, difference) = Golden.FirstDifference(was.Answer, answer);
            return $"{path}:{was.Head + line}: {kernel} answers otherwise (PTEMU_UPDATE_GOLDEN=1 rewrites it, if the change is meant)\n{difference}";
        }

        return null;
    }

    /// <summary>Each kernel's answer, and the number of the line above it.</summary>
    private static Dictionary<string, (int Head, string Answer)> Parse(string text)
    {
        var answers = new Dictionary<string, (int Head, string Answer)>();
        var lines = text.TrimEnd('\n').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Head, StringComparison.Ordinal)) continue;
            var answer = string.Concat(lines.Skip(i + 1).TakeWhile(line => !line.StartsWith(Head, StringComparison.Ordinal)).Select(line => $"{line}\n"));
            foreach (var kernel in lines[i][Head.Length..].Split(' ')) answers[kernel] = (i + 1, answer);
        }

        return answers;
    }
}
