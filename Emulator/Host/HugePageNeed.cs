using Emulator.Kernel;
using Emulator.Native;
using Emulator.Scenarios;

namespace Emulator.Host;

/// <summary>
/// How many huge pages a trace takes, at the most: pages of files by their place in the file, private ones by process and
/// address. What is unmapped or punched on the way is not given back here, so the answer is safe, not exact.
/// </summary>
public sealed class HugePageNeed
{
    private readonly Dictionary<string, FileStatement> _files = [];
    private readonly List<(string Process, AddrRange Range, MmapStatement Mapping, ulong Offset)> _mappings = [];
    private readonly Dictionary<ulong, HashSet<(string Owner, ulong Page)>> _pages = new() { [Pmd.Span] = [], [Pud.Span] = [] };
    private readonly ulong _bytesMax;

    /// <param name="bytesMax">The counting ends above this: more than any machine has.</param>
    public HugePageNeed(Trace trace, ByteSize bytesMax)
    {
        _bytesMax = bytesMax.Bytes;
        foreach (var statement in trace.ProgramOrder) Add(statement);
    }

    public long TwoMega => _pages[Pmd.Span].Count;

    public long OneGiga => _pages[Pud.Span].Count;

    private bool IsEnough => ((ulong)TwoMega * Pmd.Span) + ((ulong)OneGiga * Pud.Span) > _bytesMax;

    private void Add(Statement statement)
    {
        switch (statement)
        {
            case FileStatement file:
                _files[file.Name] = file;
                break;
            case MmapStatement mmap:
                _mappings.Add((mmap.Process, mmap.Range, mmap, mmap.Offset.Bytes));
                if (mmap.Flags != MmapFlags.None) Populate(mmap.Process, mmap.Range, 1);
                break;
            case TouchStatement { Range: { } range } touch:
                Populate(touch.Process, range, touch.Every?.Bytes ?? 1);
                break;
            case TouchStatement touch:
                foreach (var address in touch.Addresses) Populate(touch.Process, new(address, address + 1), 1);
                break;
            case MlockStatement mlock:
                Populate(mlock.Process, mlock.Range, 1);
                break;
            case MadviseStatement { Advice: MadviseBehavior.PopulateRead or MadviseBehavior.PopulateWrite } advise:
                Populate(advise.Process, advise.Range, 1);
                break;
            case FallocateStatement { IsPunch: false } allocate:
                AddPages(_files[allocate.File].HugePage.Bytes, allocate.File, allocate.Range.Start.Value, allocate.Range.End.Value, 1);
                break;
            case ForkStatement fork:
                Fork(fork.Process, fork.Child);
                break;
            case MremapStatement { To: { } to } mremap:
                Move(mremap, to);
                break;
        }
    }

    private void Fork(string parent, string child)
    {
        _mappings.AddRange(_mappings.Where(one => one.Process == parent).Select(one => one with { Process = child }).ToList());
        foreach (var pages in _pages.Values)
        {
            var copied = pages.Where(page => page.Owner == PrivateOwner(parent)).ToList();
            pages.UnionWith(copied.Select(page => (PrivateOwner(child), page.Page)));
        }
    }

    private void Move(MremapStatement mremap, VirtAddr to)
    {
        foreach (var one in _mappings.Where(one => one.Process == mremap.Process && one.Range.Overlaps(mremap.Range)).ToList())
        {
            var common = one.Range.Intersect(mremap.Range);
            var start = to + (common.Start - mremap.Range.Start);
            var offset = one.Offset + (common.Start - one.Range.Start).Bytes;
            _mappings.Add((one.Process, new(start, start + common.Length), one.Mapping, offset));
        }
    }

    private void Populate(string process, AddrRange range, ulong every)
    {
        if (range.IsEmpty) return;
        foreach (var one in _mappings)
        {
            if (one.Process != process || !one.Range.Overlaps(range)) continue;
            var common = one.Range.Intersect(range);
            // The accesses go by the step from the range's start, wherever the mapping begins.
            var first = range.Start + ((common.Start - range.Start).Bytes + every - 1) / every * every;
            var page = _files[one.Mapping.File].HugePage.Bytes;
            var (owner, distance) = one.Mapping.Sharing == Sharing.Private
                ? (PrivateOwner(process), 0)
                : (one.Mapping.File, one.Offset - one.Range.Start.Value);
            AddPages(page, owner, first.Value + distance, common.End.Value + distance, every);
        }
    }

    private void AddPages(ulong pageBytes, string owner, ulong start, ulong end, ulong every)
    {
        var step = Math.Max(every, pageBytes);
        if (every < pageBytes) start &= ~(pageBytes - 1);
        for (var at = start; at < end && !IsEnough; at += step) _pages[pageBytes].Add((owner, at / pageBytes));
    }

    // No name of a file has a blank.
    private static string PrivateOwner(string process) => $"{process} private";
}
