using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>Whoever looks at tables without the locks: GUP-fast, walkers by page frame, the hardware's speculation.</content>
public sealed partial class Kernel<P>
{
    /// <summary>
    /// gup_fast (mm/gup.c): from the top level down to the page with interrupts off, and no lock. What it comes to must be the page
    /// that the mm mapped there.
    /// </summary>
    internal void GupFast(Mm mm, VirtAddr address)
    {
        using var frame = Enter(KernelFunction.GupFast);
        using var interruptsOff = Spin(StateKey.Interrupts(cpu));
        var promised = PromisedPage(mm, address);
        var pud = PudOffset(mm, address);
        if (pud.IsNull || Get(pud) is not { IsTable: true } table) return;
        var leaf = Get(_tables.TableAt<Pmd>(table.TableAddress).At(address));
        // What the mm's own table says is the mm's; only in one that it has no more can there be a page that it never mapped.
        if (!leaf.IsPresent || promised == PhysAddr.None || PageTables.PudEntry(_arena, mm, address) == table) return;
        if (leaf.LeafAddress<Pmd>() == promised || leaf.LeafAddress<Pmd>() == PromisedPage(mm, address)) return;
        machine.Report(new(
            CheckNames.TableReused,
            $"a GUP-fast walker of {mm.Name} is in table {table.TableAddress} at {address} and finds page {leaf.LeafAddress<Pmd>()}, "
            + $"which {mm.Name} never mapped there: its page is {promised}")
        {
            Process = mm.Name,
            Range = PageAt(address),
        });
    }

    private static AddrRange PageAt(VirtAddr address) => new(address.AlignDown<Pmd>(), address.AlignDown<Pmd>() + Pmd.Span);

    /// <summary>The page of the file that a shared mapping has at an address; none where there is no such mapping or page.</summary>
    private PhysAddr PromisedPage(Mm mm, VirtAddr address)
    {
        Reads(mm.VmasKey);
        if (mm.Vmas.At(address) is not { MayShare: true } vma) return PhysAddr.None;
        Reads(vma.Key);
        Reads(vma.File.PagesKey);
        return vma.File.Pages.Find(vma.PageIndex(address));
    }

    /// <summary>
    /// A walker by page frame (DAMON, page_idle, memory offlining) holds a reference on the page of the table that maps an address,
    /// or lets it go.
    /// </summary>
    internal void HoldTable(Mm mm, VirtAddr address, bool isOn)
    {
        if (isOn)
        {
            var entry = PageTables.PudEntry(_arena, mm, address);
            if (!entry.IsTable || !machine.HeldTables.TryAdd((mm.Name, address), entry.TableAddress)) return;
            Writes(StateKey.Shares(entry.TableAddress));
            // get_page_unless_zero: a table that is freed meanwhile can't be held.
            if (_arena.Info(entry.TableAddress).Level == Pmd.Number) _arena.Info(entry.TableAddress).Held++;
            else machine.HeldTables.Remove((mm.Name, address));
        }
        else if (machine.HeldTables.Remove((mm.Name, address), out var table))
        {
            Writes(StateKey.Shares(table));
            machine.ReleaseTable(table, mm, address.AlignDown<Pud>());
        }
    }

    /// <summary>
    /// A walk of the hardware that retires nothing, by each CPU that has the mm loaded, idle or not: it starts from what the CPU
    /// has in its paging-structure caches (SDM 4.10.3), and fills its TLB with what it comes to.
    /// </summary>
    internal void Speculate(Mm mm, VirtAddr address)
    {
        foreach (var walker in machine.Cpus)
        {
            Probe.Tell(new Atomic(walker.Number, Begins: true));
            if (walker.LoadedMm == mm.Number) SpeculateOn(walker, mm, address);
            Probe.Tell(new Atomic(walker.Number, Begins: false));
        }
    }

    private void SpeculateOn(Tlb.Cpu walker, Mm mm, VirtAddr address)
    {
        var now = PudOffset(mm, address) is { IsNull: false } entry ? Get(entry) : Pte.None;
        var cached = machine.WalkCaches?.CachedTable(walker.Number, mm.Number, address) ?? Pte.None;
        var pud = cached.IsNone ? now : cached;
        if (!pud.IsTable) return;
        var leaf = Get(_tables.TableAt<Pmd>(pud.TableAddress).At(address));
        if (!cached.IsNone && now != cached && IsForeign(mm, address, cached, leaf)) ReportStaleWalk(walker, mm, address, cached);
        if (leaf.IsHardwarePresent) Probe.Tell(new Translated(walker.Number, mm.Number, address, Pmd.Shift, leaf, pud));
    }

    /// <summary>
    /// Between the clearing of an entry and its flush every CPU may walk the old table. It matters once that is freed, or leads to a page
    /// that the mm does not have there.
    /// </summary>
    private bool IsForeign(Mm mm, VirtAddr address, Pte cached, Pte leaf)
    {
        if (_arena.Info(cached.TableAddress).Level != Pmd.Number) return true;
        return leaf.IsHardwarePresent && leaf.LeafAddress<Pmd>() != PromisedPage(mm, address);
    }

    private void ReportStaleWalk(Tlb.Cpu walker, Mm mm, VirtAddr address, Pte cached)
    {
        var table = cached.TableAddress;
        var users = _arena.Info(table).Level == Pmd.Number ? "leads to a page of others" : "is freed";
        machine.Report(new(
            CheckNames.StaleWalkCacheEntry,
            $"CPU {walker.Number} walks {address} of {mm.Name} through its cached entry for table {table}, "
            + $"which {mm.Name} no longer has and {users}",
            walker.IsLazy ? Severity.Speculative : Severity.Usable)
        {
            Process = mm.Name,
            Range = PageAt(address),
        });
    }
}
