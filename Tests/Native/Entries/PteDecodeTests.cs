using Emulator.Native;
using FsCheck;
using FsCheck.Fluent;

namespace Tests.Native;

/// <summary>Decode and Describe: each kind of entry as raw bits, at a level, with the state and the line that come out.</summary>
public class PteDecodeTests
{
    private const ulong Nx = 1UL << 63;

    // Offset 0 with the type in front; minus the offset << 9 is the inverted offset.
    private const ulong Inverted0 = 0x07FF_FFFF_FFFF_FE00;

    private static readonly string[] Levels = ["PGD", "P4D", "PUD", "PMD", "PTE"];

    public static TheoryData<string, ulong, PteKind, ulong, string> Entries => new()
    {
        { "PTE", 0, PteKind.None, 0, "none" },
        { "PMD", 0, PteKind.None, 0, "none" },
        { "PGD", 0, PteKind.None, 0, "none" },
        { "PGD", 0x5067, PteKind.Table, 0x5000, "table at 0x5000 P RW US A D" },
        { "P4D", 0x5067, PteKind.Table, 0x5000, "table at 0x5000 P RW US A D" },
        { "PUD", 0x5067, PteKind.Table, 0x5000, "table at 0x5000 P RW US A D" },
        { "PMD", 0x5067, PteKind.Table, 0x5000, "table at 0x5000 P RW US A D" },
        { "PTE", 0x5067, PteKind.Leaf, 0x5000, "leaf 4K at 0x5000 P RW US A D" },
        { "PUD", 0x000F_FFFF_FFFF_F001, PteKind.Table, 0x000F_FFFF_FFFF_F000, "table at 0xffffffffff000 P" },
        { "PMD", 0x5F19 | Nx, PteKind.Table, 0x5000, "table at 0x5000 P PWT PCD bit8 bit9 bit10 bit11 NX" },
        { "PGD", 0x50E7, PteKind.Table, 0x5000, "table at 0x5000 P RW US A D bit7" },
        {
            "P4D", 0x7FF0_0000_0000_5001, PteKind.Table, 0x5000,
            "table at 0x5000 P bit52 bit53 bit54 bit55 bit56 bit57 bit58 bit59 bit60 bit61 bit62"
        },
        { "PMD", 0x1000_0020_08E7 | Nx, PteKind.Leaf, 0x1000_0020_0000, "leaf 2M at 0x100000200000 P RW US A D PS soft-dirty NX" },
        { "PUD", 0x1000_4000_00A5, PteKind.Leaf, 0x1000_4000_0000, "leaf 1G at 0x100040000000 P US A PS" },
        { "PUD", 0x1000_4000_2081, PteKind.Leaf, 0x1000_4000_0000, "leaf 1G at 0x100040000000 P PS bit13" },
        {
            "PMD", 0x0600_0000_0020_1F99, PteKind.Leaf, 0x20_0000,
            "leaf 2M at 0x200000 P PWT PCD PS G special uffd-wp soft-dirty PAT softw4 saved-dirty"
        },
        { "PTE", 0x5885 | (9UL << 59), PteKind.Leaf, 0x5000, "leaf 4K at 0x5000 P US PAT soft-dirty pkey=9" },
        {
            "PMD", 0x000F_EFFF_BFFF_F9E0 | Nx, PteKind.ProtNone, 0x1000_4000_0000,
            "leaf 2M at 0x100040000000 A D PS PROT_NONE soft-dirty NX"
        },
        { "PUD", 0x000F_EFFF_BFFF_F180, PteKind.ProtNone, 0x1000_4000_0000, "leaf 1G at 0x100040000000 PS PROT_NONE" },
        { "PTE", 0x000F_FFFF_FFFF_A120, PteKind.ProtNone, 0x5000, "leaf 4K at 0x5000 A PROT_NONE" },
        { "PTE", Inverted0, PteKind.Swap, 0, "swap 0 offset 0x0" },
        {
            "PTE", (3UL << 59) | (Inverted0 - (0x1234UL << 9)) | 0b1110, PteKind.Swap, 0,
            "swap 3 offset 0x1234 soft-dirty uffd-wp exclusive"
        },
        { "PTE", (23UL << 59) | Inverted0 | 0x70, PteKind.Swap, 0, "swap 23 offset 0x0 bit4 bit5 bit6" },
        { "PTE", (24UL << 59) | (Inverted0 - (5UL << 9)), PteKind.HwPoison, 0x5000, "hwpoison at 0x5000" },
        { "PMD", (25UL << 59) | (Inverted0 - (0x200UL << 9)), PteKind.Migration, 0x20_0000, "migration read at 0x200000" },
        { "PTE", (26UL << 59) | (Inverted0 - (5UL << 9)), PteKind.Migration, 0x5000, "migration read-exclusive at 0x5000" },
        {
            "PUD", (27UL << 59) | (Inverted0 - (0x300_0004_0000UL << 9)) | 4, PteKind.Migration, 0x4000_0000,
            "migration write at 0x40000000 young dirty uffd-wp"
        },
        {
            "PTE", (27UL << 59) | (Inverted0 - (0x400_0000_0005UL << 9)), PteKind.Migration, 0x5000,
            "migration write at 0x5000 offset-bit42"
        },
        { "PTE", (28UL << 59) | (Inverted0 - (5UL << 9)), PteKind.Device, 0x5000, "device-private write at 0x5000" },
        { "PTE", (29UL << 59) | (Inverted0 - (5UL << 9)), PteKind.Device, 0x5000, "device-private read at 0x5000" },
        { "PTE", (30UL << 59) | (Inverted0 - (5UL << 9)), PteKind.Device, 0x5000, "device-exclusive at 0x5000" },
        { "PMD", (31UL << 59) | (Inverted0 - (1UL << 9)), PteKind.Marker, 0, "marker uffd-wp" },
        { "PTE", (31UL << 59) | (Inverted0 - (2UL << 9)), PteKind.Marker, 0, "marker poisoned" },
        { "PTE", (31UL << 59) | (Inverted0 - (4UL << 9)), PteKind.Marker, 0, "marker guard" },
        { "PTE", (31UL << 59) | (Inverted0 - (15UL << 9)), PteKind.Marker, 0, "marker uffd-wp poisoned guard offset-bit3" },
        { "PMD", FrameArena.Poison, PteKind.ArenaPoison, 0, "poison of a freed table" },
        { "PGD", 0x5066, PteKind.Invalid, 0, "invalid 0x0000000000005066" },
        { "P4D", Inverted0, PteKind.Invalid, 0, "invalid 0x07fffffffffffe00" },
        { "PMD", 0x100, PteKind.Invalid, 0, "invalid 0x0000000000000100" },
        { "PMD", 0x80, PteKind.Invalid, 0, "invalid 0x0000000000000080" },
        { "PTE", 0x80, PteKind.Invalid, 0, "invalid 0x0000000000000080" },
    };

    [Theory]
    [MemberData(nameof(Entries))]
    public void An_entry_is_decoded_and_described(string level, ulong raw, PteKind kind, ulong address, string line)
    {
        var state = Decode(level, new(raw));
        Assert.Equal(line, Describe(level, new(raw)));
        Assert.Equal((kind, new PhysAddr(address), new Pte(raw)), (state.Kind, state.Address, state.Entry));
        Assert.Equal(kind is PteKind.Leaf or PteKind.ProtNone, state.IsLeaf);
        var isSwap = kind is PteKind.Swap or PteKind.Migration or PteKind.HwPoison or PteKind.Device or PteKind.Marker;
        Assert.Equal(isSwap, state.IsSwapEntry);
        Assert.Equal(isSwap ? new Pte(raw).SwapEntry : default, state.Swap);
    }

    [Fact]
    public void Every_kind_is_tried() =>
        Assert.Equal(Enum.GetValues<PteKind>(), Entries.Select(row => (PteKind)row[2]).Distinct().Order());

    /// <summary>Flip any bit of any entry: the line changes. (FsCheck draws the entry; all 64 bits are flipped.)</summary>
    [Fact]
    public void Describe_leaves_no_bit_out() => Prop.ForAll(
        RandomBits.Of64,
        raw =>
        {
            foreach (var level in Levels)
            {
                var line = Describe(level, new(raw));
                for (var bit = 0; bit < 64; bit++) Assert.NotEqual(line, Describe(level, new(raw ^ (1UL << bit))));
            }
        }).QuickCheckThrowOnFailure();

    private static PteState Decode(string level, Pte entry) => level switch
    {
        "PGD" => entry.Decode<Pgd>(),
        "P4D" => entry.Decode<P4d>(),
        "PUD" => entry.Decode<Pud>(),
        "PMD" => entry.Decode<Pmd>(),
        _ => entry.Decode<Pt>(),
    };

    private static string Describe(string level, Pte entry) => level switch
    {
        "PGD" => entry.Describe<Pgd>(),
        "P4D" => entry.Describe<P4d>(),
        "PUD" => entry.Describe<Pud>(),
        "PMD" => entry.Describe<Pmd>(),
        _ => entry.Describe<Pt>(),
    };
}
