namespace Emulator.Native;

/// <summary>PT: an entry maps 4 kB.</summary>
public readonly struct Pt : ILevel
{
    public const ulong Span = 1UL << 12;
    public static int Number => 1;
    public static int Shift => 12;
    public static string Name => "PTE";
}
