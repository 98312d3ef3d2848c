using Emulator.Native;
using Emulator.Scenarios;

namespace Emulator.Host;

/// <summary>
/// May this mremap be made on a real kernel? Two bugs that no release up to 7.2 is free of make the question: the mover waits
/// for ever for a lock that it holds (it can't be killed, and `ps` hangs with it), and it writes entries outside the new VMA.
/// What is not proved here to avoid both is refused.
/// </summary>
/// <remarks>
/// The deadlock: move_hugetlb_page_tables holds i_mmap for write; for an entry in a table that is not shared it allocates the
/// destination's table, and where the new VMA is a shared mapping with a whole 1G there, huge_pmd_share takes i_mmap for read.
/// The drift: where a source's 1G has no table, or a shared one, old and new address are both OR-ed to the end of a 1G.
/// </remarks>
public static class MremapSafety
{
    /// <returns>Why not; null where it is safe.</returns>
    /// <param name="mappings">What the process has mapped now, as the kernel tells.</param>
    /// <param name="pageSizeOf">The huge page of a file, by the agent's number.</param>
    /// <param name="tables">What the trace did so far.</param>
    public static string? WhyNot(
        MremapStatement mremap, IReadOnlyList<ProcMapping> mappings, Func<int, ByteSize> pageSizeOf, SharedTableProof tables)
    {
        // Without a new address only growing could move, and hugetlb refuses to grow (since 5.16; before, all of it): EINVAL.
        if (mremap.To is not { } to) return mremap.DontUnmap ? "where it would move to is the kernel's choice" : null;

        var sources = mappings.Where(one => one.Range.Overlaps(mremap.Range));
        var page = sources.Select(one => pageSizeOf(one.File).Bytes).DefaultIfEmpty(Pmd.Span).Max();
        if (mremap.Length.Bytes > long.MaxValue || mremap.Range.End < mremap.Range.Start) return "its lengths wrap";
        var length = Math.Max(RoundUp(mremap.Length.Bytes, page), RoundUp(mremap.Range.Length.Bytes, page));
        var old = new AddrRange(mremap.Range.Start, mremap.Range.Start + length);
        var target = new AddrRange(to, to + length);
        if (target.End < target.Start || old.End < old.Start) return "its range wraps";
        if (!KeepsItsPlace(old, target)) return "the addresses differ modulo 1G, so that entries could be written outside the new VMA";

        if (!ContainsGiga(target)) return null;
        var moved = mappings.Where(one => one.Range.Overlaps(old)).ToList();
        // A private mapping has no sharer to look for; a page of 1G has no table to share.
        if (moved.All(one => one.IsPrivate || pageSizeOf(one.File).Bytes == Pud.Span)) return null;
        return tables.WhyNotShared(mremap.Process, old, target);
    }

    /// <summary>Old and new address stay together whatever is skipped: they are equal modulo 1G, or the first skip is the end.</summary>
    private static bool KeepsItsPlace(AddrRange old, AddrRange target) =>
        (target.Start - old.Start).IsAligned(Pud.Span) || old.Start.Slot<Pud>() == (old.End - 1).Slot<Pud>();

    private static bool ContainsGiga(AddrRange range) =>
        range.Start.AlignUp<Pud>() is var first && first >= range.Start && first < range.End && (range.End - first).Bytes >= Pud.Span;

    private static ulong RoundUp(ulong bytes, ulong unit) => (bytes + unit - 1) & ~(unit - 1);
}
