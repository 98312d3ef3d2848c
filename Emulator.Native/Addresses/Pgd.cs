namespace Emulator.Native;

/// <summary>PML5 (LA57): an entry spans 256 TB. Linux: pgd_t.</summary>
public readonly struct Pgd : ILevel
{
    public const ulong Span = 1UL << 48;
    public static int Number => 5;
    public static int Shift => 48;
    public static string Name => "PGD";
}
