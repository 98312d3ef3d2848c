using System.Globalization;
using Emulator.Releases;

namespace Emulator.Notifiers;

/// <summary>A version of Linux as a number: which consumers it has, and what they do, is not in the release's own rules.</summary>
public readonly record struct LinuxVersion(int Major, int Minor, int Patch = 0) : IComparable<LinuxVersion>
{
    public static bool operator <(LinuxVersion a, LinuxVersion b) => a.CompareTo(b) < 0;
    public static bool operator >(LinuxVersion a, LinuxVersion b) => a.CompareTo(b) > 0;
    public static bool operator <=(LinuxVersion a, LinuxVersion b) => a.CompareTo(b) <= 0;
    public static bool operator >=(LinuxVersion a, LinuxVersion b) => a.CompareTo(b) >= 0;

    /// <summary>The series under review was posted on 5.11-rc7; 6.1.y is 6.1.191 and later.</summary>
    public static LinuxVersion Of(KernelRelease release)
    {
        ArgumentNullException.ThrowIfNull(release);
        if (!char.IsAsciiDigit(release.Name[0]) || !release.Name.Contains('.')) return new(5, 11);
        var parts = release.Name.Split('.');
        return new(Number(parts[0]), Number(parts[1]), parts.Length > 2 ? 191 : 0);
    }

    public int CompareTo(LinuxVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public override string ToString() => Patch == 0 ? $"{Major}.{Minor}" : $"{Major}.{Minor}.{Patch}";

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
