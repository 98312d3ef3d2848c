using System.Runtime.CompilerServices;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>The tree of tables: mm/memory.c and huge_pte_offset of mm/hugetlb.c.</content>
public sealed partial class Kernel<P>
{
    private readonly FrameArena _arena = machine.Arena;

    private readonly TableMemory _tables = machine.Arena.Memory;

    /// <summary>
    /// huge_pte_offset (hugetlb_walk in some releases): the entry that maps an address of the VMA, at the level of its huge
    /// pages. Null where a table on the way is missing; a 1 GB page's entry is found whether or not it is set.
    /// </summary>
    /// <param name="address">Any address of the VMA: the entry is that of the huge page, 2 MB or 1 GB, which it lies in.</param>
    /// <returns>The place of an entry. With 2 MB pages it lies in the PMD table of the address's 1G, of 512 entries.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PteRef HugePteOffset(Vma vma, VirtAddr address) => TryHugePteOffset(vma, address, out var ptep) ? ptep : PteRef.Null;

    /// <summary>The same, for loops: of a result that is tested at once the JIT makes one jump, of a null two tests.</summary>
    /// <param name="address">As above.</param>
    /// <param name="ptep">The place of the entry, null where there is none.</param>
    /// <returns>Is there such an entry?</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryHugePteOffset(Vma vma, VirtAddr address, out PteRef ptep)
    {
        Probe.Tell(new Called(KernelFunction.HugePteOffset, 1));
        Probe.Tell(new LookedUp(vma.MmNumber, address));
        return TryLeafEntry(vma, address, out ptep);
    }

    /// <summary>pud_offset: the PUD entry that an address goes through, null where there is no PUD table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal PteRef PudOffset(Mm mm, VirtAddr address)
    {
        Probe.Tell(new Touched(mm.UpperTablesKey, IsWrite: false));
        return PageTables.TryPudTable(_tables, mm, address, out var table) ? table.At(address) : PteRef.Null;
    }

    /// <summary>pud_offset where a table hangs below, so that there is a PUD table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PteRef PudOffsetThatIs(Mm mm, VirtAddr address)
    {
        Probe.Tell(new Touched(mm.UpperTablesKey, IsWrite: false));
        Ensure.That(PageTables.TryPudTable(_tables, mm, address, out var table));
        return table.At(address);
    }

    private Table<Pud> PudTable(Mm mm, VirtAddr address) => PageTables.PudTable(_tables, mm, address);

    private PteRef LeafEntry(Vma vma, VirtAddr address) => TryLeafEntry(vma, address, out var ptep) ? ptep : PteRef.Null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryLeafEntry(Vma vma, VirtAddr address, out PteRef ptep)
    {
        ptep = default;
        Probe.Tell(new Touched(StateKey.UpperTables(vma.MmNumber), IsWrite: false));
        var tables = _tables;
        if (!PageTables.TryPudTable(tables, vma.Mm, address, out var upper)) return false;
        ptep = upper.At(address);
        if (!vma.IsPmdSized) return true;
        var entry = Get(ptep);
        if (!entry.IsTable) return false;
        ptep = tables.NamedBy<Pmd>(entry).At(address);
        return true;
    }

    // Goes down by itself, not by PresentTables: it makes tables on the way, and tells the probe of each read.
    /// <summary>pud_alloc: the PUD entry, with the tables above it made where they are missing.</summary>
    private PteRef PudAlloc(Mm mm, VirtAddr address)
    {
        var top = mm.Root;
        if (mm.Levels == 5)
        {
            var pgd = _tables.TableAt<Pgd>(top).At(address);
            if (Get(pgd).IsNone) Populate<P4d>(mm, address, Pgd.Shift, pgd);
            top = Get(pgd).TableAddress;
        }

        var p4d = _tables.TableAt<P4d>(top).At(address);
        if (Get(p4d).IsNone && Populate<Pud>(mm, address, P4d.Shift, p4d)) mm.PudTables++;
        return _tables.TableAt<Pud>(Get(p4d).TableAddress).At(address);
    }

    /// <summary>pmd_alloc: the PMD entry, with its table made where the PUD entry is empty.</summary>
    private PteRef PmdAlloc(Mm mm, PteRef pud, VirtAddr address)
    {
        Probe.Tell(new Called(KernelFunction.PmdAlloc, 1));
        if (Get(pud).IsNone && Populate<Pmd>(mm, address, Pud.Shift, pud)) mm.PmdTables++;
        return _tables.TableAt<Pmd>(Get(pud).TableAddress).At(address);
    }

    /// <summary>Enters a new table, unless another CPU was faster (__pud_alloc, __pmd_alloc).</summary>
    private bool Populate<TLevel>(Mm mm, VirtAddr address, int shift, PteRef entry) where TLevel : struct, ILevel
    {
        using var ptl = PageTableLock(mm);
        if (!Get(entry).IsNone) return false;
        Probe.Tell(new Called(KernelFunction.AllocTable, 1));
        if (shift > Pud.Shift) Writes(mm.UpperTablesKey);
        Set(mm, address, shift, entry, Pte.ForTable(machine.AllocateTable<TLevel>(cpu, mm.Number)));
        return true;
    }
}
