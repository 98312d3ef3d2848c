using Emulator.Native;

namespace Tests.Native;

public class AddrRangeTests
{
    //  1  2  3  4  5  6  7  8
    //        [--------)          the range
    private static readonly AddrRange Range = Of(3, 6);

    [Theory]
    [InlineData(1, 2, false, false, true)]
    [InlineData(1, 3, false, false, true)]
    [InlineData(1, 4, true, false, false)]
    [InlineData(3, 6, true, true, false)]
    [InlineData(4, 5, true, true, false)]
    [InlineData(2, 7, true, false, false)]
    [InlineData(5, 8, true, false, false)]
    [InlineData(6, 8, false, false, true)]
    [InlineData(7, 8, false, false, true)]
    public void Overlap_and_containment_are_half_open(int start, int end, bool overlaps, bool contains, bool isApart)
    {
        var other = Of(start, end);
        Assert.Equal(overlaps, Range.Overlaps(other));
        Assert.Equal(overlaps, other.Overlaps(Range));
        Assert.Equal(contains, Range.Contains(other));
        Assert.Equal(isApart, Range.Intersect(other).IsEmpty);
        Assert.Equal(Range.Intersect(other), other.Intersect(Range));
        if (!isApart) Assert.Equal(Of(Math.Max(3, start), Math.Min(6, end)), Range.Intersect(other));
    }

    [Fact]
    public void A_range_holds_its_start_and_not_its_end()
    {
        for (var i = 0; i < 10; i++) Assert.Equal(i is >= 3 and < 6, Range.Contains(new VirtAddr((ulong)i)));
        Assert.Equal(new ByteSize(3), Range.Length);
        Assert.False(Range.IsEmpty);
        Assert.Equal("8G+2M..10G+1022M", new AddrRange(new(ByteSize.Parse("8G+2M").Bytes), new(ByteSize.Parse("11G-2M").Bytes)).ToString());
    }

    [Fact]
    public void An_empty_or_reversed_range_is_empty_and_its_length_wraps()
    {
        Assert.True(Of(5, 5).IsEmpty);
        Assert.Equal(ByteSize.Zero, Of(5, 5).Length);
        Assert.True(Of(6, 3).IsEmpty);
        Assert.Equal(new ByteSize(ulong.MaxValue - 2), Of(6, 3).Length);
        Assert.False(Of(6, 3).Contains(new VirtAddr(4)));
    }

    private static AddrRange Of(int start, int end) => new(new((ulong)start), new((ulong)end));
}
