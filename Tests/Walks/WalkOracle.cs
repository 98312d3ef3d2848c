using static Tests.Walks.SharingModel;

namespace Tests.Walks;

/// <summary>
/// What a registration must do to a <see cref="SharingModel"/>, and what it must count: closed forms for each 1G, no loop
/// over pages (docs/kernel-calls.md, 2 and 3).
/// </summary>
internal sealed class WalkOracle(WalkRule register, WalkRule? split)
{
    /// <summary>UFFDIO_REGISTER of WP or MINOR: the VMA is cut to the range, then the walk runs over what is inside.</summary>
    public WalkCounts Register(SharingModel model, ModelVma vma, ulong start, ulong end)
    {
        var counts = default(WalkCounts);
        var inside = vma;
        if (vma.Start < start)
        {
            counts += AtSplit(model, vma, start);
            inside = model.Cut(vma, start);
        }

        if (end < inside.End)
        {
            counts += AtSplit(model, inside, end);
            model.Cut(inside, end);
        }

        inside.IsRegistered = true;
        return counts + Walk(register, model, inside.Process, inside.Start, inside.End);
    }

    /// <summary>The 1G that a split point lies in, if the VMA contains it whole before the cut.</summary>
    private WalkCounts AtSplit(SharingModel model, ModelVma vma, ulong at)
    {
        var slot = at / G;
        return split is null || at % G == 0 || !vma.ContainsSlot(slot)
            ? default
            : Walk(split, model, vma.Process, slot * G, (slot + 1) * G);
    }

    private static WalkCounts Walk(WalkRule rule, SharingModel model, char process, ulong start, ulong end)
    {
        var (counts, unshared, becameExclusive, visited) = (default(WalkCounts), 0, false, 0);
        for (var slot = start / G; slot * G < end; slot++)
        {
            var (first, last) = (Math.Max(start, slot * G), Math.Min(end, (slot + 1) * G));
            if (rule.Reach == WalkReach.WholePuds && last - first < G) continue;
            visited++;
            var isShared = model.IsShared(process, slot);
            counts += rule.Reach == WalkReach.WholePuds
                ? OneStep(model.TableOf(process, slot) is not null, isShared)
                : EveryPage(model.TableOf(process, slot) is not null, isShared, first % G == 0, (long)((last - first) / PageBytes));
            if (!isShared) continue;
            becameExclusive |= model.SharersOf(model.TableOf(process, slot)!.Value) == 2;
            model.Unshare(process, slot);
            unshared++;
        }

        return counts with { Flushes = FlushesOf(rule.Flush, visited, unshared), Syncs = SyncsOf(rule.Sync, unshared, becameExclusive) };
    }

    private static WalkCounts OneStep(bool hasTable, bool isShared) => new(1, hasTable ? 1 : 0, hasTable ? 1 : 0, isShared ? 1 : 0);

    /// <summary>
    /// The v5 loop over the pages of one 1G. A success moves the address to ALIGN(address, 1G) - 2M: hit at the start of the
    /// 1G, that is one page back, and all its pages are looked up again; hit behind it, on to the next 1G.
    /// </summary>
    private static WalkCounts EveryPage(bool hasTable, bool isShared, bool beginsAligned, long pages)
    {
        if (!hasTable) return new(pages, 0, 0, 0);
        if (!isShared) return new(pages, pages, pages, 0);
        return new(beginsAligned ? 1 + pages : 1, 1, 1, 1);
    }

    private static long FlushesOf(FlushRule rule, int visited, int unshared) => rule switch
    {
        FlushRule.Always => 1,
        FlushRule.IfRange => visited > 0 ? 1 : 0,
        _ => unshared > 0 ? 1 : 0,
    };

    private static long SyncsOf(SyncRule rule, int unshared, bool becameExclusive) => rule switch
    {
        SyncRule.EachTable => unshared,
        SyncRule.OnceIfExclusive => becameExclusive ? 1 : 0,
        _ => 0,
    };
}

/// <summary>What a walk did: the four columns of the seed's table, and what it paid.</summary>
internal readonly record struct WalkCounts(long Lookups, long LockPairs, long Calls, long Successes, long Flushes = 0, long Syncs = 0)
{
    public static WalkCounts operator +(WalkCounts a, WalkCounts b) => new(
        a.Lookups + b.Lookups,
        a.LockPairs + b.LockPairs,
        a.Calls + b.Calls,
        a.Successes + b.Successes,
        a.Flushes + b.Flushes,
        a.Syncs + b.Syncs);

    public override string ToString() => $"{Lookups}/{LockPairs}/{Calls}/{Successes}, flushes {Flushes}, syncs {Syncs}";
}
