using System.Text;
using SkiaSharp;

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

    /// <summary>A picture that is checked in, compared by its pixels: the bytes of two PNG files of one picture may differ.</summary>
    public static void CheckPicture(string path, byte[] actual)
    {
        var isSame = File.Exists(path) && IsSamePicture(File.ReadAllBytes(path), actual);
        if (IsUpdate && !isSame) File.WriteAllBytes(path, actual);
        Assert.True(isSame || IsUpdate, $"{path} is not the picture that is drawn; PTEMU_UPDATE_GOLDEN=1 rewrites it, if the change is meant");
    }

    /// <summary>A pixel is the same within rounding of its coverage; of an edge that another processor rounds otherwise, a few may not be.</summary>
    internal static bool IsSamePicture(byte[] expected, byte[] actual)
    {
        using var one = SKBitmap.Decode(expected);
        using var other = SKBitmap.Decode(actual);
        if (one.Info.Size != other.Info.Size) return false;
        static bool IsNear(byte left, byte right) => Math.Abs(left - right) <= 8;
        var different = one.Pixels.Zip(other.Pixels).Count(pair =>
            !IsNear(pair.First.Red, pair.Second.Red) || !IsNear(pair.First.Green, pair.Second.Green) || !IsNear(pair.First.Blue, pair.Second.Blue));
        return different <= one.Pixels.Length / 10_000;
    }

    private static string At(string[] lines, int i) => i < lines.Length ? lines[i] : "(no such line)";
}
