using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Emulator.Native;

/// <summary>
/// Counts the hits and misses of many accesses to pages of one size in two levels of TLB, each of which takes in what it missed. An
/// access to the page before it hits the first level and changes nothing there, under LRU as under tree-PLRU; so runs of those
/// are dropped first, eight at a time.
/// <code>
/// addresses ── tags without runs ──► L1 ── misses ──► L2 ── misses
/// </code>
/// </summary>
public static unsafe class TlbReplay
{
    private const int BlockCount = 1024;
    private const int Lane = 8;

    /// <summary>In entries of 8 bytes.</summary>
    private const int HalfPage = 256;

    /// <param name="kind">The size of all pages.</param>
    // Safe: the span is pinned; a starts below 2 half pages, and b ends a block later, with room for one more entry in each.
    public static TlbReplayCounts Count(ReadOnlySpan<ulong> addresses, TlbEntryKind kind, TlbArray l1, TlbArray l2, int pcid = 0)
    {
        Ensure.That(kind <= TlbEntryKind.Page1G);
        Ensure.That((uint)pcid <= TlbTag.PcidMax);
        var buffers = stackalloc ulong[(2 * BlockCount) + (3 * HalfPage)];
        long l1Misses = 0, l2Misses = 0;
        var last = 0UL;
        fixed (ulong* first = addresses)
        {
            // Half a page apart from what is read meanwhile, modulo 4 kB: a CPU takes a load for one of a store that is as far into its
            // page, and waits (Intel's optimization manual: 4-KByte aliasing).
            var a = buffers + ((((ulong)first - (ulong)buffers) / sizeof(ulong)) % (2 * HalfPage) + HalfPage) % (2 * HalfPage);
            var b = a + BlockCount + HalfPage;
            for (var start = 0; start < addresses.Length; start += BlockCount)
            {
                var count = Math.Min(BlockCount, addresses.Length - start);
                var tags = TagsWithoutRuns(first + start, count, kind, (uint)pcid, ref last, a);
                var missed = l1.Stream(a, tags, b, TlbTag.ShiftOf(kind));
                l1Misses += missed;
                l2Misses += l2.Stream(b, missed, a, TlbTag.ShiftOf(kind));
            }
        }

        return new(addresses.Length, l1Misses, l2Misses);
    }

    /// <summary>The tag of each access whose page is not the one before.</summary>
    // Safe: Count's buffers. A vector is compared with the one that starts an address before it, which is in the block too: i > 0.
    private static int TagsWithoutRuns(ulong* addresses, int count, TlbEntryKind kind, uint pcid, ref ulong last, ulong* tags)
    {
        var page = TlbTag.PageMask(kind);
        var rest = TlbTag.Base(kind) | pcid;
        var before = last;
        nuint kept = 0;
        for (var i = 0; i < count;)
        {
            if (i > 0 && i + Lane <= count && Vector256.IsHardwareAccelerated)
            {
                var here = addresses + i;
                var (first, second) = (Vector256.Load(here), Vector256.Load(here + 4));
                var same = SamePage(first, Vector256.Load(here - 1), page) | (SamePage(second, Vector256.Load(here + 3), page) << 4);
                if (same is 0 or 0xFF)
                {
                    before = (here[Lane - 1] & page) | rest;
                    i += Lane;
                    if (same != 0) continue;
                    Vector256.Store((first & Vector256.Create(page)) | Vector256.Create(rest), tags + kept);
                    Vector256.Store((second & Vector256.Create(page)) | Vector256.Create(rest), tags + kept + 4);
                    kept += Lane;
                    continue;
                }
            }

            var end = Math.Min(i + Lane, count);
            for (; i < end; i++)
            {
                var tag = (addresses[i] & page) | rest;
                tags[kept] = tag;
                kept += tag != before ? 1u : 0u;
                before = tag;
            }
        }

        last = before;
        return (int)kept;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint SamePage(Vector256<ulong> a, Vector256<ulong> b, ulong page) =>
        Vector256.Equals((a ^ b) & Vector256.Create(page), Vector256<ulong>.Zero).ExtractMostSignificantBits();
}

/// <summary>How many accesses there were, and how many of them each level did not hold.</summary>
public readonly record struct TlbReplayCounts(long Accesses, long L1Misses, long L2Misses)
{
    public long L1Hits => Accesses - L1Misses;

    public long L2Hits => L1Misses - L2Misses;

    public static TlbReplayCounts operator +(TlbReplayCounts a, TlbReplayCounts b) =>
        new(a.Accesses + b.Accesses, a.L1Misses + b.L1Misses, a.L2Misses + b.L2Misses);
}
