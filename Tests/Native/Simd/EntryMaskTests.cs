using Emulator.Native;
using FsCheck;
using FsCheck.Fluent;

namespace Tests.Native;

public class EntryMaskTests
{
    [Fact]
    public void A_mask_holds_just_the_indexes_it_was_made_of() =>
        Check.QuickThrowOnFailure(Prop.ForAll<int[]>(drawn =>
        {
            var indexes = drawn.Select(i => (int)((uint)i % EntryMask.EntryCount)).ToArray();
            var mask = EntryMask.Of(indexes);
            Assert.Equal(indexes.Distinct().Order(), Listed(mask));
            Assert.Equal(indexes.Distinct().Count(), mask.Count);
            Assert.Equal(indexes.Length == 0, mask.IsEmpty);
            for (var i = 0; i < EntryMask.EntryCount; i++) Assert.Equal(indexes.Contains(i), mask[i]);
        }));

    [Fact]
    public void Each_index_alone_and_all_together()
    {
        for (var i = 0; i < EntryMask.EntryCount; i++)
        {
            Assert.Equal([i], Listed(EntryMask.Of(i)));
            Assert.Equal(1, EntryMask.Of(i).Count);
        }

        int[] all = [.. Enumerable.Range(0, EntryMask.EntryCount)];
        Assert.Equal(all, Listed(EntryMask.Of(all)));
        Assert.Equal(EntryMask.EntryCount, EntryMask.Of(all).Count);
    }

    [Fact]
    public void The_default_is_empty()
    {
        Assert.Empty(Listed(default));
        Assert.True(default(EntryMask).IsEmpty);
        Assert.Equal("{}", default(EntryMask).ToString());
    }

    [Fact]
    public void Equal_masks_have_equal_bits()
    {
        var mask = EntryMask.Of(0, 63, 64, 511);
        Assert.True(mask == EntryMask.Of(511, 64, 63, 0, 0));
        Assert.Equal(mask.GetHashCode(), EntryMask.Of(511, 64, 63, 0).GetHashCode());
        Assert.True(mask.Equals((object)EntryMask.Of(0, 63, 64, 511)));
        Assert.False(mask.Equals((object)"{0 63 64 511}"));
        for (var i = 0; i < EntryMask.EntryCount; i++) Assert.Equal(i != 7, EntryMask.Of(i) != EntryMask.Of(7));
        Assert.Equal("{0 63 64 511}", mask.ToString());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(512)]
    public void An_index_outside_a_table_is_asserted_against(int index)
    {
        Assert.Throws<EnsureException>(() => default(EntryMask)[index]);
        Assert.Throws<EnsureException>(() => EntryMask.Of(index));
    }

    internal static List<int> Listed(EntryMask mask)
    {
        var indexes = new List<int>();
        foreach (var index in mask) indexes.Add(index);
        return indexes;
    }
}
