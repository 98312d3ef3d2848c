using System.Globalization;
using Emulator.Native;

namespace Tests.Native;

/// <summary>What the arena takes from the host, as the host's kernel shows it in /proc/self/smaps.</summary>
public class ArenaMemoryTests
{
    [Fact]
    public void A_page_without_access_lies_before_and_after()
    {
        // The second arena has used all that it reserved, so that its last usable byte is a neighbour of the guard.
        foreach (var count in new[] { 1, 512 * 3 })
        {
            using var arena = new FrameArena(new() { Limit = new((ulong)count * 4096) });
            for (var i = 0; i < count; i++) arena.Allocate<Pmd>(1);
            foreach (var range in new[] { arena.HostRanges.Frames, arena.HostRanges.Infos })
            {
                Assert.Equal("rw-p", Smaps.At(range.Start).Access);
                Assert.Equal("---p", Smaps.At(range.Start - 1).Access);
                Assert.Equal("---p", Smaps.At(range.Start - 4096).Access);
                Assert.Equal("---p", Smaps.At(range.End).Access);
                Assert.Equal("---p", Smaps.At(range.End + 4095).Access);
            }
        }
    }

    [Fact]
    public void What_is_reserved_is_not_accessible_before_it_is_committed()
    {
        using var arena = new FrameArena(new() { Limit = ByteSize.FromGiga(1) });
        var frames = arena.HostRanges.Frames;
        Assert.True(frames.Length >= ByteSize.FromGiga(1));
        Assert.Equal("---p", Smaps.At(frames.End - 1).Access);
        Assert.Equal("---p", Smaps.At(frames.Start + ByteSize.FromMega(2)).Access);
        Assert.Equal("rw-p", Smaps.At(frames.Start + ByteSize.FromMega(2) - 1).Access);
    }

    [Fact]
    public void Memory_is_committed_with_use_and_stays_so()
    {
        using var arena = new FrameArena(new() { Limit = ByteSize.FromGiga(1) });
        Assert.Equal(ByteSize.FromMega(4), arena.Committed);
        var committed = arena.Committed;
        var tables = new List<PhysAddr>();
        for (var i = 1; i <= 20_000; i++)
        {
            tables.Add(arena.Allocate<Pmd>(1));
            Assert.True(arena.Committed >= committed);
            Assert.True(arena.Committed >= new ByteSize((ulong)i * 4112));
            Assert.True(arena.Committed <= new ByteSize((ulong)i * 2 * 4112) + ByteSize.FromMega(8));
            committed = arena.Committed;
        }

        foreach (var table in tables) arena.Free(table);
        for (var i = 0; i < tables.Count; i++) arena.Allocate<Pmd>(1);
        Assert.Equal(committed, arena.Committed);
    }

    [Fact]
    public void A_million_tables_take_what_is_touched()
    {
        const int Count = 1_000_000;
        using var arena = new FrameArena(new() { Limit = new(4096UL * Count) });
        for (var i = 1; i <= Count; i++)
        {
            var table = arena.Allocate<Pmd>(i);
            if (table.Pfn != (ulong)i || table.Value % 4096 != 0) Assert.Fail($"frame {i} is at {table}");
        }

        Assert.True(arena.HostRanges.Frames.Start.IsMultipleOf(4096));
        foreach (var frame in new ulong[] { 1, 500_000, Count })
        {
            var table = new PhysAddr(frame * 4096);
            arena.TableAt<Pmd>(table)[new(Pmd.Span * 511)] = new(frame);
            Assert.Equal(((int)frame, frame), (arena.Info(table).Owner, arena.TableAt<Pmd>(table).Entries[511]));
        }

        Assert.Throws<ArenaLimitException>(() => arena.Allocate<Pmd>(1));
        var resident = Smaps.Of(arena.HostRanges.Frames).Sum(mapping => (decimal)mapping.ResidentBytes);
        // 3 tables; where the host gives huge pages unasked, 3 of them.
        Assert.InRange(resident, 3 * 4096, 3 * (2 << 20));
    }

    [Fact]
    public void Dispose_gives_all_of_it_back()
    {
        // Another thread may map something of its own there at once; that it does so five times would be strange.
        Assert.Contains(Enumerable.Range(0, 5), _ =>
        {
            var arena = new FrameArena(new() { Limit = ByteSize.FromMega(64) });
            var (frames, infos) = arena.HostRanges;
            Assert.NotEmpty(Smaps.Of(frames));
            Assert.NotEmpty(Smaps.Of(infos));
            arena.Dispose();
            return Smaps.Of(frames).Count == 0 && Smaps.Of(infos).Count == 0;
        });
    }

    [Fact]
    public void Huge_pages_are_asked_for_beyond_the_first_16_MB()
    {
        using var plain = new FrameArena(new() { Limit = ByteSize.FromMega(64), HugePages = false });
        using var huge = new FrameArena(new() { Limit = ByteSize.FromMega(64), HugePages = true });
        for (var i = 0; i < 6000; i++)
        {
            plain.Allocate<Pmd>(1);
            huge.Allocate<Pmd>(1);
        }

        Assert.True(huge.HostRanges.Frames.Start.IsMultipleOf(Pmd.Span));
        Assert.DoesNotContain("hg", Smaps.At(plain.HostRanges.Frames.Start + ByteSize.FromMega(16)).Flags);
        Assert.DoesNotContain("hg", Smaps.At(huge.HostRanges.Frames.Start + ByteSize.FromMega(16) - 1).Flags);
        var hasHugePages = Directory.Exists("/sys/kernel/mm/transparent_hugepage");
        Assert.Equal(hasHugePages, Smaps.At(huge.HostRanges.Frames.Start + ByteSize.FromMega(16)).Flags.Contains("hg"));
    }

    [Fact]
    public void Memory_is_locked_or_the_limit_is_named()
    {
        using var plain = new FrameArena(new() { Limit = ByteSize.FromMega(1) });
        Assert.DoesNotContain("lo", Smaps.At(plain.HostRanges.Frames.Start).Flags);
        var options = new ArenaOptions { Limit = ByteSize.FromMega(1), Lock = true };
        // 2 MB of frames and 2 MB of what is known of them; root may lock more than the limit says.
        if (LockLimit() < ByteSize.FromMega(4) && Environment.UserName != "root")
        {
            var refusal = Assert.Throws<ArenaLimitException>(() => new FrameArena(options));
            Assert.Contains("ulimit -l", refusal.Message, StringComparison.Ordinal);
            return;
        }

        using var locked = new FrameArena(options);
        Assert.Contains("lo", Smaps.At(locked.HostRanges.Frames.Start).Flags);
        Assert.Contains("lo", Smaps.At(locked.HostRanges.Infos.Start).Flags);
        Works(locked);
    }

    private static void Works(FrameArena arena)
    {
        var table = arena.Allocate<Pmd>(1);
        arena.TableAt<Pmd>(table)[VirtAddr.Zero] = new(7);
        Assert.Equal(7UL, arena.TableAt<Pmd>(table).Entries[0]);
        arena.Free(table);
    }

    private static ByteSize LockLimit()
    {
        var line = File.ReadLines("/proc/self/limits").First(one => one.StartsWith("Max locked memory", StringComparison.Ordinal));
        var soft = line["Max locked memory".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return new(soft == "unlimited" ? ulong.MaxValue : ulong.Parse(soft, CultureInfo.InvariantCulture));
    }
}
