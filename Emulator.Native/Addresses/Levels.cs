namespace Emulator.Native;

/// <summary>
/// A level of the page-table tree as a type, so that the step of a walk is written once and specialised by the JIT
/// (SDM Vol. 3A, 4.5). <see cref="Pgd"/> is PML5 with five levels; with four, <see cref="P4d"/> is the top: PML4.
/// </summary>
public interface ILevel
{
    /// <summary>The level's number, 1 for the lowest tables.</summary>
    static abstract int Number { get; }

    /// <summary>Bit of the address at which this level's 9-bit index starts.</summary>
    static abstract int Shift { get; }

    /// <summary>Linux's name of the tables at this level.</summary>
    static abstract string Name { get; }
}

/// <summary>PML5 (LA57): an entry spans 256 TB. Linux: pgd_t.</summary>
public readonly struct Pgd : ILevel
{
    public const ulong Span = 1UL << 48;
    public static int Number => 5;
    public static int Shift => 48;
    public static string Name => "PGD";
}

/// <summary>PML4: an entry spans 512 GB. Linux: p4d_t, folded into the PGD where there are four levels.</summary>
public readonly struct P4d : ILevel
{
    public const ulong Span = 1UL << 39;
    public static int Number => 4;
    public static int Shift => 39;
    public static string Name => "P4D";
}

/// <summary>PDPT: an entry spans 1 GB: a table of PMD entries (that sharers can share), or a 1 GB page.</summary>
public readonly struct Pud : ILevel
{
    public const ulong Span = 1UL << 30;
    public static int Number => 3;
    public static int Shift => 30;
    public static string Name => "PUD";
}

/// <summary>PD: an entry spans 2 MB. The table of 512 of them, 1 GB, is what hugetlb shares.</summary>
public readonly struct Pmd : ILevel
{
    public const ulong Span = 1UL << 21;
    public static int Number => 2;
    public static int Shift => 21;
    public static string Name => "PMD";
}

/// <summary>PT: an entry maps 4 kB.</summary>
public readonly struct Pt : ILevel
{
    public const ulong Span = 1UL << 12;
    public static int Number => 1;
    public static int Shift => 12;
    public static string Name => "PTE";
}
