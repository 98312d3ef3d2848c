namespace Emulator.Native;

/// <summary>PD: an entry spans 2 MB. The table of 512 of them, 1 GB, is what hugetlb shares.</summary>
public readonly struct Pmd : ILevel
{
    public const ulong Span = 1UL << 21;
    public static int Number => 2;
    public static int Shift => 21;
    public static string Name => "PMD";
}
