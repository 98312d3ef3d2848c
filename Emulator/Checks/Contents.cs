using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Checks;

/// <summary>
/// What a program would read. A page of a file is what the file has at that offset: no more is asked. A page of a private mapping that was
/// written has a tag, a new one with each write, and so has the page of memory that the write went to; a later read must find the same,
/// whatever was answered meanwhile. The calls that move, copy or drop private pages do so here by their meaning.
/// </summary>
public sealed class Contents(Machine machine, StepChecks steps)
{
    private const string Check = CheckNames.Content;
    private const long Unknown = -1;

    private static readonly AddrRange Everything = new(VirtAddr.Zero, new(ulong.MaxValue));

    // What the program wrote, by the page's first address.
    private readonly Dictionary<int, WrittenPages> _written = [];

    // What is in memory. A page that no program wrote to is not here.
    private readonly PageNumbers _memory = new();
    private long _lastTag;
    private PhysAddr _copied;

    /// <summary>mmap, munmap, MADV_DONTNEED: what was there is gone.</summary>
    public void Dropped(Mm mm, AddrRange range)
    {
        foreach (var (address, _) in PagesIn(mm, range)) _written[mm.Number].Remove(address);
    }

    /// <summary>A call failed on its way, and may have dropped what was there.</summary>
    public void Forget(Mm mm, AddrRange range)
    {
        foreach (var (address, written) in PagesIn(mm, range)) _written[mm.Number].Set(address, written with { Tag = Unknown });
    }

    /// <summary>A move failed on its way: each page may be at its old place or at its new one.</summary>
    public void MovedPerhaps(Mm mm, AddrRange old, VirtAddr to)
    {
        foreach (var (address, written) in PagesIn(mm, old))
        {
            _written[mm.Number].Set(address, written with { Tag = Unknown });
            _written[mm.Number].Set(to + (address - old.Start), written with { Tag = Unknown });
        }
    }

    /// <summary>mremap went well: the pages are elsewhere.</summary>
    public void Moved(Mm mm, AddrRange old, VirtAddr to)
    {
        var moved = PagesIn(mm, old);
        foreach (var (address, _) in moved) _written[mm.Number].Remove(address);
        foreach (var (address, written) in moved) _written[mm.Number].Set(to + (address - old.Start), written);
    }

    public void Forked(Mm parent, Mm child)
    {
        if (_written.TryGetValue(parent.Number, out var pages)) _written[child.Number] = pages.Copy();
    }

    /// <summary>Pages leave a file: private copies that stand for them go too (hugetlb_vmdelete_list takes every VMA).</summary>
    /// <param name="isDone">Else the call failed on its way, and nobody knows.</param>
    public void Punched(HugetlbFile file, ulong first, ulong last, bool isDone)
    {
        foreach (var pages in _written.Values)
        {
            foreach (var (address, page) in pages.In(Everything))
            {
                if (page.File != file || page.Index < first || page.Index >= last) continue;
                if (isDone) pages.Remove(address);
                else pages.Set(address, page with { Tag = Unknown });
            }
        }
    }

    public void Gone(int mm) => _written.Remove(mm);

    /// <summary>A copy has what the page had that it was made of (hugetlb_wp clears the entry, then sets the copy).</summary>
    public void Changed(int shift, Pte old, Pte now)
    {
        if (_memory.IsEmpty || shift > Pud.Shift) return;
        if (old.IsPresent && now.IsNone) _copied = PageOf(shift, old);
        else if (old.IsNone && now.IsPresent && steps.IsIn(KernelFunction.HugetlbWp)) Copied(PageOf(shift, now));
    }

    /// <summary>An access of the program went through.</summary>
    public void Translated(int mm, VirtAddr address, Pte leaf, bool isWrite)
    {
        if (machine.MmOf(mm) is not { } owner || owner.Vmas.At(address) is not { } vma) return;
        var start = new VirtAddr(address.Value & ~(vma.PageBytes - 1));
        var range = new AddrRange(start, start + vma.PageBytes);
        var (page, index) = (vma.File.PageOf(leaf), vma.PageIndex(address));
        if (vma.MayShare)
        {
            if (page == vma.File.Pages.Find(index)) return;
            steps.Findings.Add(Check, $"another page than the file's is read or written ({page})", owner, range);
            return;
        }

        if (_written.TryGetValue(mm, out var pages) && pages.TryGet(start, out var written))
        {
            var isKept = written.Tag == Unknown || _memory[page] == written.Tag;
            if (!isKept) steps.Findings.Add(Check, "what the process wrote is not what it reads", owner, range);
        }
        else if (_memory[page] != 0)
        {
            steps.Findings.Add(Check, "the process reads what it never wrote there", owner, range);
        }

        if (isWrite) Write(owner, start, page, vma.File, index);
    }

    private void Copied(PhysAddr copy)
    {
        if (_memory[_copied] is not 0 and var tag) _memory[copy] = tag;
    }

    private void Write(Mm mm, VirtAddr start, PhysAddr page, HugetlbFile file, ulong index)
    {
        if (!_written.TryGetValue(mm.Number, out var pages)) _written[mm.Number] = pages = new();
        _memory[page] = ++_lastTag;
        pages.Set(start, new(_lastTag, file, index));
    }

    private List<(VirtAddr Start, WrittenPage Page)> PagesIn(Mm mm, AddrRange range) =>
        _written.TryGetValue(mm.Number, out var pages) ? pages.In(range) : [];

    private static PhysAddr PageOf(int shift, Pte leaf) => shift == Pmd.Shift ? leaf.LeafAddress<Pmd>() : leaf.LeafAddress<Pud>();
}
