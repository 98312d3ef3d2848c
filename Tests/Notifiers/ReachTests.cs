using Emulator.Notifiers;
using Tests.Kernels;

namespace Tests.Notifiers;

/// <summary>What a consumer that is told of a range really invalidates.</summary>
public class ReachTests
{
    /// <summary>An IOMMU's descriptor names an aligned power of two.</summary>
    [Theory]
    [InlineData("9G..10G", "9G..10G")]
    [InlineData("9G..9G+2M", "9G..9G+2M")]
    [InlineData("9G..9G+6M", "9G..9G+8M")]
    [InlineData("9G+1022M..10G+2M", "8G..12G")]
    [InlineData("8G+2M..11G-2M", "8G..12G")]
    public void An_iommu_drops_an_aligned_power_of_two(string range, string reach) =>
        Assert.Equal(KernelUnderTest.Range(reach), new IommuSva().Reach(KernelUnderTest.Range(range), isFullFlush: true));

    [Fact]
    public void From_6_6_to_6_14_a_full_flush_was_one_of_everything()
    {
        var range = KernelUnderTest.Range("9G..10G");
        Assert.Equal(ulong.MaxValue, new IommuSva66().Reach(range, isFullFlush: true).Length.Bytes);
        Assert.Equal(range, new IommuSva66().Reach(range, isFullFlush: false));
    }

    /// <summary>An SVM range of xe goes whole.</summary>
    [Fact]
    public void Xe_drops_ranges_of_2M() => Assert.Equal(
        KernelUnderTest.Range("9G..9G+4M"), new XeGpuSvm().Reach(KernelUnderTest.Range("9G+4K..9G+2052K"), isFullFlush: false));

    [Theory]
    [InlineData(21, 12, 512)]
    [InlineData(21, 21, 1)]
    [InlineData(21, 30, 1)]
    [InlineData(30, 21, 512)]
    [InlineData(30, 30, 1)]
    public void Entries_are_of_the_consumers_size(int leafShift, int entryShiftMax, long entries) =>
        Assert.Equal(new Amount(1UL << leafShift, entries), Amount.Of(new HeldLeaf(default, leafShift, true), entryShiftMax));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(3068UL << 20, "3068M")]
    [InlineData(1UL << 30, "1G")]
    [InlineData(1000, "1000")]
    [InlineData((1UL << 47) - 4096, "127T+1023G+1023M+1020K")]
    public void Bytes_are_short(ulong bytes, string text) => Assert.Equal(text, Amount.Short(bytes));
}
