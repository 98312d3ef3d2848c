namespace Emulator.Native;

/// <summary>PDPT: an entry spans 1 GB: a table of PMD entries (that sharers can share), or a 1 GB page.</summary>
public readonly struct Pud : ILevel
{
    public const ulong Span = 1UL << 30;
    public static int Number => 3;
    public static int Shift => 30;
    public static string Name => "PUD";
}
