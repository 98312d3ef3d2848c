using System.Text;
using System.Text.RegularExpressions;
using SkiaSharp;

namespace Tests;

/// <summary>
/// Text that is checked in, compared byte for byte. <c>PTEMU_UPDATE_GOLDEN=1 dotnet test -c Release</c> writes it anew instead;
/// the difference is then reviewed as a part of the change.
/// </summary>
internal static partial class Golden
{
    internal static bool IsUpdate { get; } = Environment.GetEnvironmentVariable("PTEMU_UPDATE_GOLDEN") == "1";

    public static void Check(string path, string actual)
    {
        var bytes = Encoding.UTF8.GetBytes(actual);
        if (IsUpdate) File.WriteAllBytes(path, bytes);
        Assert.True(File.Exists(path), $"no {path}; PTEMU_UPDATE_GOLDEN=1 dotnet test -c Release writes it");
        if (bytes.AsSpan().SequenceEqual(File.ReadAllBytes(path))) return;
        var (line, difference) = FirstDifference(File.ReadAllText(path), actual);
        Assert.Fail($"{path}:{line} (PTEMU_UPDATE_GOLDEN=1 rewrites it, if the change is meant)\n{difference}");
    }

    /// <summary>The first line in which two texts differ, counted from 1, and what each has there.</summary>
    internal static (int Line, string Difference) FirstDifference(string expected, string actual)
    {
        var (was, now) = (expected.Split('\n'), actual.Split('\n'));
        var i = 0;
        while (i < Math.Min(was.Length, now.Length) && was[i] == now[i]) i++;
        return (i + 1, $"  was: {At(was, i)}\n  is:  {At(now, i)}");
    }

    /// <summary>
    /// An answer less the times of the model. What a kernel does is checked in for each trace; what it costs is checked once, in Tests/Costs:
    /// one cost that is measured anew would change every file otherwise.
    /// </summary>
    internal static string WithoutTimes(string json) => ModelTime().Replace(json, "");

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

    [GeneratedRegex(@",""model_ns(_low|_high)?"":[^,}]*")]
    private static partial Regex ModelTime();

    private static string At(string[] lines, int i) => i < lines.Length ? lines[i] : "(no such line)";
}
