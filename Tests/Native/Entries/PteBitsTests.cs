using Emulator.Native;

namespace Tests.Native;

/// <summary>Every mask against the bit numbers of the SDM (Vol. 3A, Tables 4-15 to 4-20) and of pgtable_types.h.</summary>
public class PteBitsTests
{
    [Theory]
    [InlineData(nameof(Pte.Present), Pte.Present, 0, 0)]
    [InlineData(nameof(Pte.Write), Pte.Write, 1, 1)]
    [InlineData(nameof(Pte.User), Pte.User, 2, 2)]
    [InlineData(nameof(Pte.WriteThrough), Pte.WriteThrough, 3, 3)]
    [InlineData(nameof(Pte.CacheDisable), Pte.CacheDisable, 4, 4)]
    [InlineData(nameof(Pte.Accessed), Pte.Accessed, 5, 5)]
    [InlineData(nameof(Pte.Dirty), Pte.Dirty, 6, 6)]
    [InlineData(nameof(Pte.PageSize), Pte.PageSize, 7, 7)]
    [InlineData(nameof(Pte.Pat4K), Pte.Pat4K, 7, 7)]
    [InlineData(nameof(Pte.Global), Pte.Global, 8, 8)]
    [InlineData(nameof(Pte.ProtNone), Pte.ProtNone, 8, 8)]
    [InlineData(nameof(Pte.Special), Pte.Special, 9, 9)]
    [InlineData(nameof(Pte.UffdWp), Pte.UffdWp, 10, 10)]
    [InlineData(nameof(Pte.SoftDirty), Pte.SoftDirty, 11, 11)]
    [InlineData(nameof(Pte.PatLarge), Pte.PatLarge, 12, 12)]
    [InlineData(nameof(Pte.SoftW4), Pte.SoftW4, 57, 57)]
    [InlineData(nameof(Pte.SavedDirty), Pte.SavedDirty, 58, 58)]
    [InlineData(nameof(Pte.ProtectionKey), Pte.ProtectionKey, 59, 62)]
    [InlineData(nameof(Pte.NoExecute), Pte.NoExecute, 63, 63)]
    [InlineData(nameof(Pte.Address4K), Pte.Address4K, 12, 51)]
    [InlineData(nameof(Pte.Address2M), Pte.Address2M, 21, 51)]
    [InlineData(nameof(Pte.Address1G), Pte.Address1G, 30, 51)]
    [InlineData(nameof(Pte.SwapSoftDirty), Pte.SwapSoftDirty, 1, 1)]
    [InlineData(nameof(Pte.SwapUffdWp), Pte.SwapUffdWp, 2, 2)]
    [InlineData(nameof(Pte.SwapExclusive), Pte.SwapExclusive, 3, 3)]
    [InlineData(nameof(Pte.SwapOffset), Pte.SwapOffset, 9, 58)]
    [InlineData(nameof(Pte.SwapTypeMask), Pte.SwapTypeMask, 59, 63)]
    [InlineData(nameof(Pte.SwapPfn), Pte.SwapPfn, 0, 39)]
    [InlineData(nameof(Pte.SwapYoung), Pte.SwapYoung, 40, 40)]
    [InlineData(nameof(Pte.SwapDirty), Pte.SwapDirty, 41, 41)]
    public void A_mask_covers_its_bits(string name, ulong mask, int lowest, int highest)
    {
        for (var bit = 0; bit < 64; bit++)
        {
            Assert.True((bit >= lowest && bit <= highest) == (((mask >> bit) & 1) != 0), $"{name}: bit {bit}");
        }
    }

    /// <summary>_PAGE_TABLE is 0x67; _PAGE_CHG_MASK the address, PCD PWT A D PAT, special, uffd-wp, soft-dirty, saved-dirty.</summary>
    [Fact]
    public void The_combined_masks_are_those_of_Linux()
    {
        Assert.Equal(0x67UL, Pte.TableFlags);
        Assert.Equal(0x040F_FFFF_FFFF_FEF8UL, Pte.ChangeMask);
    }

    [Fact]
    public void The_predicates_look_at_the_bits_that_Linux_looks_at()
    {
        for (var bit = 0; bit < 64; bit++)
        {
            var entry = new Pte(1UL << bit);
            Assert.False(entry.IsNone);
            Assert.Equal(bit == 0, entry.IsHardwarePresent);
            Assert.Equal(bit is 0 or 8, entry.IsPresent);
            Assert.Equal(bit == 0, entry.IsTable);
            Assert.Equal(bit == 1, entry.IsWritable);
            Assert.Equal(bit == 10, entry.IsUffdWp);
        }

        Assert.True(Pte.None.IsNone);
        Assert.False(Pte.None.IsPresent);
        Assert.False(new Pte(0x81).IsTable);
    }

    [Fact]
    public void With_and_Without_change_just_these_bits()
    {
        for (var bit = 0; bit < 64; bit++)
        {
            Assert.Equal(1UL << bit, Pte.None.With(1UL << bit).Raw);
            Assert.Equal(~(1UL << bit), new Pte(ulong.MaxValue).Without(1UL << bit).Raw);
            Assert.Equal(ulong.MaxValue, new Pte(ulong.MaxValue).With(1UL << bit).Raw);
            Assert.Equal(0UL, Pte.None.Without(1UL << bit).Raw);
        }
    }
}
