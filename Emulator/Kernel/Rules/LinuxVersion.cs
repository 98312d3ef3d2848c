namespace Emulator.Kernel;

/// <summary>A version of Linux: 6.12, or 6.12.34 of its stable branch.</summary>
public readonly record struct LinuxVersion(int Major, int Minor, int Patch = 0) : IComparable<LinuxVersion>
{
    public static bool operator <(LinuxVersion a, LinuxVersion b) => a.CompareTo(b) < 0;
    public static bool operator >(LinuxVersion a, LinuxVersion b) => a.CompareTo(b) > 0;
    public static bool operator <=(LinuxVersion a, LinuxVersion b) => a.CompareTo(b) <= 0;
    public static bool operator >=(LinuxVersion a, LinuxVersion b) => a.CompareTo(b) >= 0;

    public int CompareTo(LinuxVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public override string ToString() => Patch == 0 ? $"{Major}.{Minor}" : $"{Major}.{Minor}.{Patch}";
}
