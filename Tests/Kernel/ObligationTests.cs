using Emulator.Kernel;
using Emulator.Native;
using Emulator.Tlb;

namespace Tests.Kernels;

/// <summary>
/// What a walk owes is reported when it goes unpaid, and so is a lock that it did not take; a walk that pays and locks is not. A
/// walk that somebody writes is wrong in exactly these ways.
/// </summary>
public class ObligationTests
{
    private const string Unlocked = "lock held: i_mmap_rwsem of F is not held for writing while";

    [Fact]
    public void A_walk_that_locks_and_pays_is_not_reported() => Assert.Empty(Reported((k, vma) =>
    {
        using var gather = k.TlbGatherMmu(vma.Mm);
        using (k.IMmapLockWrite(vma.File))
        {
            UnshareFirst(k, gather, vma);
            k.HugePmdUnshareFlush(gather, vma);
        }

        k.TlbFinishMmu(gather);
    }));

    [Fact]
    public void A_gather_that_is_dropped_owes_the_broadcast() => Assert.Equal(
        ["obligation unpaid: a gather of A ended and still owed tlb_remove_table_sync_one"],
        Reported((k, vma) =>
        {
            using var iMmap = k.IMmapLockWrite(vma.File);
            using var gather = k.TlbGatherMmu(vma.Mm);
            UnshareFirst(k, gather, vma);
        }));

    [Fact]
    public void Finishing_pays_the_flush_and_not_the_broadcast() => Assert.Equal(
        ["obligation unpaid: a gather of A ended and still owed tlb_remove_table_sync_one"],
        Reported((k, vma) =>
        {
            using var iMmap = k.IMmapLockWrite(vma.File);
            using var gather = k.TlbGatherMmu(vma.Mm);
            UnshareFirst(k, gather, vma);
            k.TlbFinishMmu(gather);
        }));

    [Fact]
    public void With_two_others_left_only_the_flush_is_owed() => Assert.Equal(
        ["obligation unpaid: a gather of A ended and still owed a flush of 8G..9G"],
        Reported(
            (k, vma) =>
            {
                using var iMmap = k.IMmapLockWrite(vma.File);
                using var gather = k.TlbGatherMmu(vma.Mm);
                UnshareFirst(k, gather, vma);
            },
            "B",
            "C"));

    [Fact]
    public void An_empty_gather_must_be_finished_too() => Assert.Equal(
        ["obligation unpaid: a gather of A ended and still owed tlb_finish_mmu"],
        Reported((k, vma) =>
        {
            using var gather = k.TlbGatherMmu(vma.Mm);
        }));

    [Fact]
    public void Detaching_without_the_lock_is_reported_once_a_table() => Assert.Equal(
        [$"{Unlocked} the table of 8G is detached in A 8G..10G F@8G"],
        Reported((k, vma) => k.HugePmdUnshare(vma, vma.Start, k.HugePteOffset(vma, vma.Start))));

    [Fact]
    public void The_lock_for_reading_is_not_enough() => Assert.Equal(
        [$"{Unlocked} the table of 8G is detached in A 8G..10G F@8G"],
        Reported((k, vma) =>
        {
            using var iMmap = k.IMmapLockRead(vma.File);
            k.HugePmdUnshare(vma, vma.Start, k.HugePteOffset(vma, vma.Start));
        }));

    [Fact]
    public void Detaching_in_bulk_without_the_lock_is_reported_too() => Assert.Equal(
        [
            $"{Unlocked} the table of 8G is detached in A 8G..10G F@8G",
            $"{Unlocked} the table of 9G is detached in A 8G..10G F@8G",
            $"{Unlocked} its detached tables are flushed in A 8G..10G F@8G",
        ],
        Reported((k, vma) =>
        {
            using var gather = k.TlbGatherMmu(vma.Mm);
            k.HugePmdUnshareRange(gather, vma, vma.Range);
            k.HugePmdUnshareFlush(gather, vma);
            k.TlbFinishMmu(gather);
        }));

    [Fact]
    public void The_lock_dropped_before_the_flush_is_reported() => Assert.Equal(
        [$"{Unlocked} its detached tables are flushed in A 8G..10G F@8G"],
        Reported((k, vma) =>
        {
            using var gather = k.TlbGatherMmu(vma.Mm);
            using (k.IMmapLockWrite(vma.File)) UnshareFirst(k, gather, vma);
            k.HugePmdUnshareFlush(gather, vma);
            k.TlbFinishMmu(gather);
        }));

    private static void UnshareFirst(Kernel<Recorder> k, Gather gather, Vma vma) =>
        Assert.True(k.HugePmdUnshare(gather, vma, vma.Start, k.HugePteOffset(vma, vma.Start)));

    /// <summary>A shares 8G and 9G with the others, and is registered with this walk.</summary>
    private static IEnumerable<string> Reported(Action<Kernel<Recorder>, Vma> walk, params string[] others)
    {
        using var on = new KernelUnderTest("6.19", new ActWalk(walk));
        foreach (var process in (string[])["A", .. others.Length == 0 ? ["B"] : others])
        {
            on.Mmap(process, "8G..10G");
            on.Touch(process, "8G", 2, Pud.Span);
        }

        Assert.Empty(on.Machine.Violations);
        Assert.Equal(Errno.None, on.Register("A", "8G..10G"));
        return [.. on.Machine.Violations.Select(one => $"{one.Check}: {one.What}")];
    }
}
