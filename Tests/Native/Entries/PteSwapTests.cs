using Emulator.Native;
using FsCheck;
using FsCheck.Fluent;

namespace Tests.Native;

/// <summary>Entries whose P is clear: 58:9 is the offset, inverted, and 63:59 the type.</summary>
public class PteSwapTests
{
    private const ulong OffsetMax = (1UL << 50) - 1;

    /// <summary>Bits 9..58 all ones is 0x07FF_FFFF_FFFF_FE00.</summary>
    [Fact]
    public void Offset_0_is_all_ones_and_the_highest_offset_all_zeros()
    {
        Assert.Equal(0x07FF_FFFF_FFFF_FE00UL, Pte.ForSwap(0, 0).Raw);
        Assert.Equal(0UL, Pte.ForSwap(0, OffsetMax).Raw);
        Assert.Equal((23UL << 59) | 0x07FF_FFFF_FFFF_FC00, Pte.ForSwap(23, 1).Raw);
        Assert.Equal((31UL << 59) | 0x07FF_FFFF_FFFF_FC00, Pte.ForMarker(PteMarkers.UffdWp).Raw);
        Assert.Equal((25UL << 59) | 0x07FF_FFFF_FFFF_FE00 - 0xA00, Pte.ForMigration(SwapType.MigrationRead, new(0x5000)).Raw);
    }

    [Fact]
    public void The_types_are_those_of_6_15()
    {
        (SwapType Type, int Number)[] numbers =
        [
            (SwapType.HwPoison, 24), (SwapType.MigrationRead, 25), (SwapType.MigrationReadExclusive, 26), (SwapType.MigrationWrite, 27),
            (SwapType.DevicePrivateWrite, 28), (SwapType.DevicePrivateRead, 29), (SwapType.DeviceExclusive, 30), (SwapType.Marker, 31),
        ];
        foreach (var (type, number) in numbers) Assert.Equal(number, (int)type);
        Assert.Equal((1, 2, 4, 7), ((int)PteMarkers.UffdWp, (int)PteMarkers.Poisoned, (int)PteMarkers.Guard, (int)PteMarkers.All));
    }

    /// <summary>Any type and offset, with any of the bits 6..1 beside them; at each level at which Linux writes such an entry.</summary>
    [Fact]
    public void Type_and_offset_read_back() => Check((type, offset, beside) =>
    {
        var swap = new SwapEntry((SwapType)(type % 32), offset & OffsetMax);
        var entry = Pte.ForSwapEntry(swap).With((ulong)(beside % 64) << 1);
        if (entry.IsNone || entry.Raw == FrameArena.Poison) return true;
        return !entry.IsPresent && entry.SwapEntry == swap && entry.Decode<Pt>().Swap == swap
            && entry.Decode<Pt>() == entry.Decode<Pmd>() && entry.Decode<Pt>() == entry.Decode<Pud>()
            && entry.Decode<Pt>().IsSwapEntry && !entry.Decode<Pt>().IsLeaf;
    });

    [Fact]
    public void A_slot_of_a_swap_file_reads_back() => Check((file, offset, _) =>
    {
        var state = Pte.ForSwap(file % 24, offset % OffsetMax).Decode<Pt>();
        return state.Kind == PteKind.Swap && state.Swap == new SwapEntry((SwapType)(file % 24), offset % OffsetMax)
            && state.Address == PhysAddr.None && state.Markers == PteMarkers.None;
    });

    [Fact]
    public void A_page_that_is_moved_reads_back() => Check((type, frame, _) =>
    {
        var page = new PhysAddr((frame << 12) & 0x000F_FFFF_FFFF_F000);
        var kind = SwapType.MigrationRead + (type % 3);
        var state = Pte.ForMigration(kind, page).Decode<Pmd>();
        var young = Pte.ForSwapEntry(state.Swap with { Offset = state.Swap.Offset | (3UL << 40) }).Decode<Pmd>();
        return state.Kind == PteKind.Migration && state.Swap.Type == kind && state.Swap.IsMigration
            && state.Address == page && young.Address == page;
    });

    [Fact]
    public void Markers_read_back()
    {
        for (var markers = PteMarkers.UffdWp; markers <= PteMarkers.All; markers++)
        {
            var state = Pte.ForMarker(markers).Decode<Pmd>();
            Assert.Equal((PteKind.Marker, markers, PhysAddr.None), (state.Kind, state.Markers, state.Address));
        }

        Assert.Equal(PteMarkers.Guard, Pte.ForSwapEntry(new(SwapType.Marker, 0b1100)).Decode<Pt>().Markers);
    }

    [Fact]
    public void What_does_not_fit_is_asserted_against()
    {
        Assert.Throws<EnsureException>(() => Pte.ForSwap(-1, 0));
        Assert.Throws<EnsureException>(() => Pte.ForSwap(24, 0));
        Assert.Throws<EnsureException>(() => Pte.ForSwap(0, OffsetMax + 1));
        Assert.Throws<EnsureException>(() => Pte.ForSwapEntry(new((SwapType)32, 0)));
        Assert.Throws<EnsureException>(() => Pte.ForSwapEntry(new((SwapType)(-1), 0)));
        Assert.Throws<EnsureException>(() => Pte.ForMigration(SwapType.HwPoison, new(0)));
        Assert.Throws<EnsureException>(() => Pte.ForMigration(SwapType.DevicePrivateWrite, new(0)));
        Assert.Throws<EnsureException>(() => Pte.ForMigration(SwapType.MigrationRead, new(0x800)));
        Assert.Throws<EnsureException>(() => Pte.ForMigration(SwapType.MigrationRead, new(1UL << 52)));
        Assert.Throws<EnsureException>(() => Pte.ForMarker(PteMarkers.None));
        Assert.Throws<EnsureException>(() => Pte.ForMarker((PteMarkers)8));
    }

    private static void Check(Func<int, ulong, int, bool> property) =>
        Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(),
            RandomBits.Of64,
            Gen.Choose(0, int.MaxValue).ToArbitrary(),
            property).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
