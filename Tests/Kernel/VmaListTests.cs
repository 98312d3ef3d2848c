using Emulator.Kernel;
using Emulator.Native;
using FsCheck;
using FsCheck.Fluent;

namespace Tests.Kernels;

/// <summary>The VMAs of a mm against the plain list of who covers which page.</summary>
public class VmaListTests
{
    private const int Pages = 40;

    private static readonly Gen<(int Start, int Length, bool IsRemoval)> Steps =
        from start in Gen.Choose(0, Pages - 1)
        from length in Gen.Choose(1, 6)
        from isRemoval in Gen.Frequency((2, Gen.Constant(false)), (1, Gen.Constant(true)))
        select (start, Math.Min(length, Pages - start), isRemoval);

    [Fact]
    public void Finds_what_covers_a_page_a_range_and_the_neighbours_of_a_hole() => Prop
        .ForAll(Steps.ListOf().ToArbitrary(), FollowsTheMap)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(80));

    [Fact]
    public void An_overlap_and_the_removal_of_another_are_refused()
    {
        var list = new VmaList();
        list.Add(VmaFactory.Of(10, 5));
        foreach (var (start, length) in new[] { (8, 3), (14, 1), (14, 9), (10, 5), (11, 2), (5, 20) })
        {
            Assert.Throws<EnsureException>(() => list.Add(VmaFactory.Of(start, length)));
        }

        Assert.Throws<EnsureException>(() => list.Remove(VmaFactory.Of(10, 5)));
        list.Add(VmaFactory.Of(8, 2));
        list.Add(VmaFactory.Of(15, 1));
        Assert.Equal(3, list.Count);
    }

    private static bool FollowsTheMap(IList<(int Start, int Length, bool IsRemoval)> steps)
    {
        var list = new VmaList();
        var map = new Vma?[Pages + 8];
        foreach (var (start, length, isRemoval) in steps)
        {
            if (isRemoval && map[start] is { } old)
            {
                list.Remove(old);
                for (var page = 0; page < map.Length; page++) map[page] = map[page] == old ? null : map[page];
            }
            else if (Array.TrueForAll(map[start..(start + length)], vma => vma is null))
            {
                var vma = VmaFactory.Of(start, length);
                list.Add(vma);
                Array.Fill(map, vma, start, length);
            }

            if (!Agrees(list, map, start, length)) return false;
        }

        return true;
    }

    private static bool Agrees(VmaList list, Vma?[] map, int start, int length)
    {
        var found = map[start..(start + length)].OfType<Vma>().Distinct();
        var range = new AddrRange(At(start), At(start + length));
        var around = (map[..start].LastOrDefault(vma => vma is not null), map[(start + length)..].FirstOrDefault(vma => vma is not null));
        return list.All.SequenceEqual(map.OfType<Vma>().Distinct())
            && list.Overlapping(range).SequenceEqual(found)
            && list.Overlapping(new(range.Start + 4096, range.Start + 8192)).SequenceEqual(map[start..(start + 1)].OfType<Vma>())
            && list.Overlapping(new(range.End, range.Start)).Count == 0
            && (found.Any() || list.Around(range) == around)
            && Enumerable.Range(0, map.Length).All(page => list.At(At(page)) == map[page] && list.At(At(page + 1) - 1) == map[page]);
    }

    private static VirtAddr At(int page) => new((ulong)page * Pmd.Span);
}
