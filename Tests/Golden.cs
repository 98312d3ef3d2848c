using System.Text;

namespace Tests;

/// <summary>
/// Text that is checked in, compared byte for byte. <c>PTEMU_UPDATE_GOLDEN=1 dotnet test -c Release</c> writes it anew instead;
/// the difference is then reviewed as a part of the change.
/// </summary>
internal static class Golden
{
    private static readonly bool IsUpdate = Environment.GetEnvironmentVariable("PTEMU_UPDATE_GOLDEN") == "1";

    public static void Check(string path, string actual)
    {
        var bytes = Encoding.UTF8.GetBytes(actual);
        if (IsUpdate) File.WriteAllBytes(path, bytes);
        Assert.True(File.Exists(path), $"no {path}; PTEMU_UPDATE_GOLDEN=1 dotnet test -c Release writes it");
        if (bytes.AsSpan().SequenceEqual(File.ReadAllBytes(path))) return;
        var expected = File.ReadAllText(path).Split('\n');
        var lines = actual.Split('\n');
        var i = 0;
        while (i < Math.Min(expected.Length, lines.Length) && expected[i] == lines[i]) i++;
        Assert.Fail($"{path}:{i + 1} (PTEMU_UPDATE_GOLDEN=1 rewrites it, if the change is meant)\n  was: {At(expected, i)}\n  is:  {At(lines, i)}");
    }

    private static string At(string[] lines, int i) => i < lines.Length ? lines[i] : "(no such line)";
}
