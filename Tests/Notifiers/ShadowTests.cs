using Emulator.Native;
using Emulator.Notifiers;
using Tests.Kernels;

namespace Tests.Notifiers;

public class ShadowTests
{
    private static readonly VirtAddr Start = KernelUnderTest.Range("9G..10G").Start;

    /// <summary>Both ways to search, by each 2M of the range and by each leaf, find the same.</summary>
    [Theory]
    [InlineData("9G..10G", 512)]
    [InlineData("9G..9G+2M", 1)]
    [InlineData("9G+4K..9G+8K", 1)]
    [InlineData("9G+2M..9G+6M", 2)]
    [InlineData("10G..11G", 0)]
    [InlineData("0..100T", 512)]
    [InlineData("9G..9G", 0)]
    public void What_overlaps_a_range_is_found(string range, int leaves)
    {
        var shadow = new Shadow();
        for (var i = 0UL; i < 512; i++) shadow.Map(Start + (i * Pmd.Span), new(new((i + 1) << 21), Pmd.Shift, true), keepsOld: false);
        Assert.Equal(leaves, shadow.In(KernelUnderTest.Range(range)).Count);
        shadow.Drop(KernelUnderTest.Range(range));
        Assert.Equal(512 - leaves, shadow.Count);
    }

    [Theory]
    [InlineData("9G+512M..9G+514M")]
    [InlineData("9G..10G")]
    [InlineData("8G..100T")]
    public void A_leaf_of_1G_is_found_from_its_midst(string range)
    {
        var shadow = new Shadow();
        shadow.Map(Start, new(new(1UL << 30), Pud.Shift, true), keepsOld: false);
        for (var i = 0UL; i < 4; i++) shadow.Map(Start + ((i + 600) * Pud.Span), new(new(1UL << 31), Pud.Shift, true), keepsOld: false);
        Assert.Contains(Start, shadow.In(KernelUnderTest.Range(range)).Select(pair => pair.Key));
    }

    [Fact]
    public void A_pinned_page_stays_where_another_is_mapped()
    {
        var (old, young) = (new HeldLeaf(new(1UL << 21), Pmd.Shift, true), new HeldLeaf(new(2UL << 21), Pmd.Shift, true));
        var shadow = new Shadow();
        shadow.Map(Start, old, keepsOld: true);
        shadow.Map(Start, young, keepsOld: true);
        Assert.Equal(old, shadow.In(KernelUnderTest.Range("9G..10G")).Single().Value);
        shadow.Map(Start, young, keepsOld: false);
        Assert.Equal(young, shadow.In(KernelUnderTest.Range("9G..10G")).Single().Value);
    }
}
