using Emulator.Native;

namespace Tests.Native;

public class VirtAddrTests
{
    /// <summary>SDM Figure 4-8 and the LA57 form: 56:48, 47:39, 38:30, 29:21, 20:12, each 9 bits.</summary>
    [Fact]
    public void The_five_indexes_are_the_bits_of_the_SDM()
    {
        // PGD 0x101, P4D 0x0F3, PUD 0x1AA, PMD 0x055, PTE 0x18F, offset 0xABC
        var address = new VirtAddr((0x101UL << 48) | (0x0F3UL << 39) | (0x1AAUL << 30) | (0x055UL << 21) | (0x18FUL << 12) | 0xABC);
        nuint[] indexes =
            [address.Index<Pgd>(), address.Index<P4d>(), address.Index<Pud>(), address.Index<Pmd>(), address.Index<Pt>()];
        Assert.Equal([0x101, 0x0F3, 0x1AA, 0x055, 0x18F], indexes);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(0x7FFF_FFFF_F000UL)]
    [InlineData(0xFFFF_FFFF_FFFF_FFFFUL)]
    [InlineData(0xFFFF_FFFF_FFFF_0000UL)]
    [InlineData(0xABCD_EF01_2345_6789UL)]
    public void Every_level_computes_as_division_does(ulong value)
    {
        AtLevel<Pgd>(value, 5, 48, Pgd.Span, "PGD");
        AtLevel<P4d>(value, 4, 39, P4d.Span, "P4D");
        AtLevel<Pud>(value, 3, 30, Pud.Span, "PUD");
        AtLevel<Pmd>(value, 2, 21, Pmd.Span, "PMD");
        AtLevel<Pt>(value, 1, 12, Pt.Span, "PTE");
    }

    [Fact]
    public void AlignUp_wraps_to_0_past_the_top()
    {
        var top = new VirtAddr(ulong.MaxValue);
        Assert.Equal(VirtAddr.Zero, top.AlignUp<Pgd>());
        Assert.Equal(VirtAddr.Zero, top.AlignUp<Pud>());
        Assert.Equal(VirtAddr.Zero, top.AlignUp<Pt>());
        Assert.Equal(new VirtAddr(0xFFFF_FFFF_FFFF_F000), new VirtAddr(0xFFFF_FFFF_FFFF_F000).AlignUp<Pt>());
    }

    [Fact]
    public void Addresses_are_ordered_and_wrap_as_unsigned_numbers()
    {
        var (low, high) = (new VirtAddr(1), new VirtAddr(ulong.MaxValue));
        Assert.True(low < high && high > low && low <= high && high >= low && low.CompareTo(high) < 0);
        Assert.False(low > high || high < low || low >= high || high <= low);
        Assert.Equal(VirtAddr.Zero, high + 1);
        Assert.Equal(high, VirtAddr.Zero - 1);
        Assert.Equal(high, VirtAddr.Zero - new ByteSize(1));
        Assert.Equal(VirtAddr.Zero, high + new ByteSize(1));
        Assert.Equal(new ByteSize(2), low - high);
        Assert.Equal("8G+2M", new VirtAddr(Pud.Span * 8 + Pmd.Span).ToString());
        Assert.True(new VirtAddr(Pmd.Span).IsMultipleOf(Pmd.Span) && !new VirtAddr(Pt.Span).IsMultipleOf(Pmd.Span));
    }

    private static void AtLevel<TLevel>(ulong value, int number, int shift, ulong span, string name) where TLevel : struct, ILevel
    {
        Assert.Equal((number, shift, name), (TLevel.Number, TLevel.Shift, TLevel.Name));
        Assert.Equal(Math.Pow(2, shift), span);
        var down = value / span * span;
        foreach (var address in new VirtAddr[] { new(value), new(down), new(down + 1), new(down - 1) })
        {
            Assert.Equal(address.Value / span, address.Slot<TLevel>());
            Assert.Equal(address.Value / span % 512, address.Index<TLevel>());
            Assert.Equal(new(address.Value / span * span), address.AlignDown<TLevel>());
            Assert.Equal(address.Value % span == 0, address.IsAligned<TLevel>());
            var up = address.Value % span == 0 ? address.Value : unchecked((address.Value / span + 1) * span);
            Assert.Equal(new VirtAddr(up), address.AlignUp<TLevel>());
        }
    }
}
