namespace Emulator.Reports;

/// <summary>One way to get somewhere: function names from the outermost to the innermost, and what the innermost did itself.</summary>
/// <param name="Names">At least one; each as <see cref="IsName"/> wants it.</param>
/// <param name="Calls">How often the innermost function was called this way; 0 where nobody counted.</param>
/// <param name="Ns">Model time of the innermost function without its callees, in nanoseconds.</param>
public readonly record struct FlameStack(IReadOnlyList<string> Names, long Calls, double Ns)
{
    /// <summary>The largest time: above it a double has no half nanoseconds to round.</summary>
    public const double NsMax = 1L << 52;

    /// <summary><see cref="Ns"/> to the nearest integer, halves to even: what the integer formats print.</summary>
    public long WholeNs => (long)Math.Round(Ns, MidpointRounding.ToEven);

    /// <summary>Printable ASCII without ';', which separates names in a folded stack and has no escape there.</summary>
    public static bool IsName(string name) => name.Length > 0 && name.All(c => c is >= ' ' and <= '~' and not ';');

    internal bool IsValid => Names.Count > 0 && Names.All(IsName) && Calls >= 0 && Ns is >= 0 and <= NsMax;
}
