namespace Emulator.Native;

/// <summary>PML4: an entry spans 512 GB. Linux: p4d_t, folded into the PGD where there are four levels.</summary>
public readonly struct P4d : ILevel
{
    public const ulong Span = 1UL << 39;
    public static int Number => 4;
    public static int Shift => 39;
    public static string Name => "P4D";
}
