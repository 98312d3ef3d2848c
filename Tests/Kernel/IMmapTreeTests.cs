using Emulator.Kernel;
using Emulator.Native;
using FsCheck;
using FsCheck.Fluent;

namespace Tests.Kernels;

/// <summary>
/// The tree against a list that is kept in its order: by offset, among equals by insertion, a forked VMA right behind its parent's. That is
/// the order in which candidates for sharing are tried, so it decides whose table is shared.
/// </summary>
public class IMmapTreeTests
{
    private const int OffsetMax = 24;
    private const int PagesMax = 10;

    private static readonly Gen<Step> Steps =
        from what in Gen.Frequency(
            (5, Gen.Constant(What.Insert)),
            (2, Gen.Constant(What.InsertAfter)),
            (3, Gen.Constant(What.Remove)),
            (1, Gen.Constant(What.Cut)))
        from offset in Gen.Choose(0, OffsetMax)
        from pages in Gen.Choose(1, PagesMax)
        from which in Gen.Choose(0, int.MaxValue)
        select new Step(what, offset, pages, which);

    private enum What
    {
        Insert,
        InsertAfter,
        Remove,

        /// <summary>As a split does it: out, shorter, in again, and the upper part behind.</summary>
        Cut,
    }

    [Fact]
    public void Stabs_in_the_order_of_a_sorted_list_after_every_step() => Prop
        .ForAll(Steps.ListOf().ToArbitrary(), FollowsTheList)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(120));

    [Fact]
    public void Equal_offsets_stay_in_the_order_of_insertion_however_many()
    {
        var tree = new IMmapTree();
        var all = Enumerable.Range(0, 3000).Select(i => VmaFactory.Of(i * 2, 2, 7)).ToList();
        foreach (var vma in all) tree.Insert(vma);
        Assert.Equal(all, Stabbed(tree, 8));
        Assert.Empty(Stabbed(tree, 9));
        Assert.Empty(Stabbed(tree, 6));
    }

    [Fact]
    public void A_vma_that_is_not_in_it_or_has_another_offset_is_refused()
    {
        var tree = new IMmapTree();
        var vma = VmaFactory.Of(0, 4, 1);
        tree.Insert(vma);
        Assert.Throws<EnsureException>(() => tree.Remove(VmaFactory.Of(0, 4, 1)));
        Assert.Throws<EnsureException>(() => tree.InsertAfter(VmaFactory.Of(0, 4, 2), vma));
        tree.Remove(vma);
        Assert.Throws<EnsureException>(() => tree.Remove(vma));
    }

    private static bool FollowsTheList(IList<Step> steps)
    {
        var (tree, list) = (new IMmapTree(), new List<Vma>());
        foreach (var step in steps)
        {
            Take(step, tree, list);
            if (tree.Count != list.Count) return false;
            for (var page = 0; page <= OffsetMax + PagesMax; page++)
            {
                var offset = ByteSize.FromMega(2 * (ulong)page);
                var expected = list.Where(vma => vma.FileOffset <= offset && offset <= vma.FileLast);
                if (!expected.SequenceEqual(Stabbed(tree, page))) return false;
            }
        }

        return true;
    }

    private static void Take(Step step, IMmapTree tree, List<Vma> list)
    {
        if (step.What == What.Insert || list.Count == 0)
        {
            Insert(VmaFactory.Of(0, step.Pages, step.OffsetPage), tree, list);
            return;
        }

        var chosen = list[step.Which % list.Count];
        if (step.What == What.InsertAfter)
        {
            var child = VmaFactory.Of(0, step.Pages, (int)(chosen.FileOffset.Bytes / Pmd.Span));
            tree.InsertAfter(child, chosen);
            list.Insert(list.IndexOf(chosen) + 1, child);
            return;
        }

        tree.Remove(chosen);
        list.Remove(chosen);
        var pages = (int)(chosen.Range.Length.Bytes / Pmd.Span);
        if (step.What == What.Remove || pages < 2) return;
        var (first, lower) = ((int)(chosen.FileOffset.Bytes / Pmd.Span), 1 + (step.Which % (pages - 1)));
        Insert(VmaFactory.Of(0, lower, first), tree, list);
        Insert(VmaFactory.Of(lower, pages - lower, first + lower), tree, list);
    }

    private static void Insert(Vma vma, IMmapTree tree, List<Vma> list)
    {
        tree.Insert(vma);
        var behind = list.FindIndex(other => other.FileOffset > vma.FileOffset);
        list.Insert(behind < 0 ? list.Count : behind, vma);
    }

    private static IEnumerable<Vma> Stabbed(IMmapTree tree, int page)
    {
        var offset = ByteSize.FromMega(2 * (ulong)page);
        for (var vma = tree.First(offset, offset); vma is not null; vma = IMmapTree.Next(vma, offset, offset)) yield return vma;
    }

    private sealed record Step(What What, int OffsetPage, int Pages, int Which);
}
