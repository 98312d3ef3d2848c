using Emulator.Native;

namespace Tests.Native;

/// <summary>SDM Vol. 3A, 4.5: which bits of a present entry must be 0. Each row is the entry with all other bits set.</summary>
public class PteReservedBitsTests
{
    private const ulong Ps = 0x80;
    private const ulong Nx = 1UL << 63;

    [Fact]
    public void Nothing_is_reserved_while_P_is_clear()
    {
        var all = new Pte(ulong.MaxValue - 1);
        Assert.Equal(0UL, all.ReservedBits<Pgd>(36, nxEnabled: false, has1GPages: false));
        Assert.Equal(0UL, all.ReservedBits<Pud>(36, nxEnabled: false, has1GPages: false));
        Assert.Equal(0UL, all.ReservedBits<Pt>(36, nxEnabled: false, has1GPages: false));
    }

    /// <summary>PML5E, PML4E: bit 7. PDPTE with PS: 29:13. PDE with PS: 20:13. Bit 12 is PAT there, bit 7 of a PTE is PAT.</summary>
    [Fact]
    public void Each_level_has_its_reserved_bits()
    {
        var all = new Pte(ulong.MaxValue);
        var table = new Pte(~Ps);
        Assert.Equal(Ps, all.ReservedBits<Pgd>(52, true, true));
        Assert.Equal(Ps, all.ReservedBits<P4d>(52, true, true));
        Assert.Equal(Bits(29, 13), all.ReservedBits<Pud>(52, true, true));
        Assert.Equal(Bits(20, 13), all.ReservedBits<Pmd>(52, true, true));
        Assert.Equal(0UL, all.ReservedBits<Pt>(52, true, true));
        Assert.Equal(0UL, table.ReservedBits<Pgd>(52, true, true));
        Assert.Equal(0UL, table.ReservedBits<P4d>(52, true, true));
        Assert.Equal(0UL, table.ReservedBits<Pud>(52, true, true));
        Assert.Equal(0UL, table.ReservedBits<Pmd>(52, true, true));
        Assert.Equal(0UL, table.ReservedBits<Pt>(52, true, true));
    }

    [Theory]
    [InlineData(36)]
    [InlineData(46)]
    [InlineData(51)]
    [InlineData(52)]
    public void Bits_from_MAXPHYADDR_to_51_are_reserved_everywhere(int maxPhysAddr)
    {
        var table = new Pte(~Ps);
        var high = Bits(51, maxPhysAddr);
        Assert.Equal(high, table.ReservedBits<Pgd>(maxPhysAddr, true, true));
        Assert.Equal(high, table.ReservedBits<P4d>(maxPhysAddr, true, true));
        Assert.Equal(high, table.ReservedBits<Pud>(maxPhysAddr, true, true));
        Assert.Equal(high, table.ReservedBits<Pmd>(maxPhysAddr, true, true));
        Assert.Equal(high, table.ReservedBits<Pt>(maxPhysAddr, true, true));
        Assert.Equal(high | Bits(29, 13), new Pte(ulong.MaxValue).ReservedBits<Pud>(maxPhysAddr, true, true));
    }

    [Fact]
    public void Without_NXE_bit_63_is_reserved()
    {
        var entry = new Pte(Nx | 1);
        Assert.Equal(Nx, entry.ReservedBits<Pgd>(52, nxEnabled: false, has1GPages: true));
        Assert.Equal(Nx, entry.ReservedBits<Pt>(52, nxEnabled: false, has1GPages: true));
        Assert.Equal(0UL, entry.ReservedBits<Pt>(52, nxEnabled: true, has1GPages: true));
    }

    [Fact]
    public void Without_1G_pages_PS_is_reserved_in_a_PUD_alone()
    {
        var page = new Pte(0x4000_0081);
        Assert.Equal(Ps, page.ReservedBits<Pud>(52, true, has1GPages: false));
        Assert.Equal(0UL, page.ReservedBits<Pmd>(52, true, has1GPages: false));
        Assert.Equal(0UL, page.ReservedBits<Pt>(52, true, has1GPages: false));
        Assert.Equal(0UL, page.ReservedBits<Pud>(52, true, has1GPages: true));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(53)]
    public void MAXPHYADDR_is_between_32_and_52(int maxPhysAddr) =>
        Assert.Throws<EnsureException>(() => Pte.None.ReservedBits<Pt>(maxPhysAddr, true, true));

    [Fact]
    public void What_Linux_writes_has_no_reserved_bit()
    {
        Assert.Equal(0UL, Pte.ForTable(new(0x000F_FFFF_FFFF_F000)).ReservedBits<Pgd>(52, true, true));
        Assert.Equal(0UL, Pte.ForPage<Pud>(new(0x000F_FFFF_C000_0000), true, false).ReservedBits<Pud>(52, true, true));
        Assert.Equal(0UL, Pte.ForPage<Pmd>(new(0x000F_FFFF_FFE0_0000), true, false).ReservedBits<Pmd>(52, true, true));
    }

    private static ulong Bits(int high, int low) => high < low ? 0 : (ulong.MaxValue >> (63 - high)) & (ulong.MaxValue << low);
}
