using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Checks;

/// <summary>
/// What userfaultfd promised a process. UFFDIO_WRITEPROTECT answered 0: a write to those pages faults until the protection is resolved, or
/// the pages are unmapped. MINOR is registered: a page that the process did not map itself faults first, though another may have
/// populated it.
/// </summary>
public sealed class Promises(Machine machine, StepChecks steps)
{
    private const string Check = CheckNames.PromiseKept;

    private readonly Dictionary<int, RangeSet> _protected = [];
    private readonly Dictionary<int, MappedPages> _minor = [];

    public void WriteProtected(Mm mm, AddrRange range)
    {
        if (!_protected.TryGetValue(mm.Number, out var ranges)) _protected[mm.Number] = ranges = new();
        ranges.Add(range);
        var leaves = new Leaves(this, mm.Number, ranges);
        PresentTables.Visit(machine.Arena, mm, new(range.Start.AlignDown<Pud>(), range.End.AlignUp<Pud>()), ref leaves);
    }

    public void RegisteredMinor(Mm mm, AddrRange range)
    {
        if (!_minor.TryGetValue(mm.Number, out var pages)) _minor[mm.Number] = pages = new();
        pages.Register(machine, mm, range);
    }

    /// <summary>Resolved, unregistered, unmapped or moved: nothing is promised of the range any more.</summary>
    public void Ended(Mm mm, AddrRange range, bool minorToo)
    {
        _protected.GetValueOrDefault(mm.Number)?.Remove(range);
        if (minorToo) _minor.GetValueOrDefault(mm.Number)?.Unregister(range);
    }

    public void Gone(int mm)
    {
        _protected.Remove(mm);
        _minor.Remove(mm);
    }

    public void Changed(int mm, VirtAddr address, int shift, Pte old, Pte now)
    {
        if (_minor.Count > 0 && _minor.TryGetValue(mm, out var pages)) pages.Changed(address, shift, old, now);
        if (_protected.Count == 0 || !_protected.TryGetValue(mm, out var ranges)) return;
        var range = new AddrRange(address, address + (1UL << shift));
        // What a zap leaves a marker for stays promised; UFFDIO_CONTINUE without its WP mode maps the page as its caller wants it.
        var isZapped = now.IsNone && steps.IsIn(KernelFunction.UnmapHugepageRange);
        if (isZapped || steps.IsIn(KernelFunction.UserfaultfdContinue)) ranges.Remove(range);
        else if (shift <= Pud.Shift && now.IsPresent && !(shift == Pud.Shift && now.IsTable)) CheckWrite(mm, address, now, ranges);
    }

    /// <summary>An access went through.</summary>
    public void Translated(int mm, VirtAddr address, Pte leaf)
    {
        if (_protected.Count > 0 && _protected.TryGetValue(mm, out var ranges)) CheckWrite(mm, address, leaf, ranges);
        if (_minor.Count == 0 || !_minor.TryGetValue(mm, out var pages)) return;
        if (machine.MmOf(mm) is not { } owner || owner.Vmas.At(address) is not { } vma || (vma.Flags & VmFlags.UffdMinor) == 0) return;
        var page = PageOf(vma, address);
        if (!pages.IsForeign(page.Start)) return;
        steps.Findings.Add(Check, "MINOR is registered, and a page that the process never mapped is there without a fault", owner, page);
    }

    private void CheckWrite(int mm, VirtAddr address, Pte entry, RangeSet ranges)
    {
        if (!entry.IsWritable || !ranges.Contains(address)) return;
        if (machine.MmOf(mm) is not { } owner || owner.Vmas.At(address) is not { } vma || (vma.Flags & VmFlags.UffdWp) == 0) return;
        steps.Findings.Add(Check, "UFFDIO_WRITEPROTECT is on, and the page can be written without a fault", owner, PageOf(vma, address));
        ranges.Remove(PageOf(vma, address));
    }

    private static AddrRange PageOf(Vma vma, VirtAddr address)
    {
        var start = new VirtAddr(address.Value & ~(vma.PageBytes - 1));
        return new(start, start + vma.PageBytes);
    }

    private readonly struct Leaves(Promises promises, int mm, RangeSet ranges) : ITableVisitor
    {
        public Onward Visit(int level, VirtAddr start, Pte entry)
        {
            if (level > Pud.Number || (level == Pud.Number && entry.IsTable)) return Onward.Down;
            promises.CheckWrite(mm, start, entry, ranges);
            return Onward.Next;
        }
    }
}
