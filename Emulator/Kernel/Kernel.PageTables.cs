using System.Runtime.CompilerServices;
using Emulator.Accounting;
using Emulator.Native;

namespace Emulator.Kernel;

/// <content>The tree of tables: mm/memory.c and huge_pte_offset of mm/hugetlb.c.</content>
public sealed partial class Kernel<P>
{
    private readonly FrameArena _arena = machine.Arena;

    /// <summary>
    /// huge_pte_offset (hugetlb_walk in some releases): the entry that maps an address of the VMA, at the level of its huge
    /// pages. Null where a table on the way is missing; a 1 GB page's entry is found whether or not it is set.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PteRef HugePteOffset(Vma vma, VirtAddr address)
    {
        Probe.Calls(KernelFunction.HugePteOffset, 1);
        return LeafEntry(vma, address);
    }

    /// <summary>pud_offset: the PUD entry that an address goes through, null where there is no PUD table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal PteRef PudOffset(Mm mm, VirtAddr address)
    {
        var table = PudTable(mm, address);
        return table.IsNull ? PteRef.Null : table.At(address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Table<Pud> PudTable(Mm mm, VirtAddr address) => PageTables.PudTable(_arena, mm, address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PteRef LeafEntry(Vma vma, VirtAddr address)
    {
        var pud = PudOffset(vma.Mm, address);
        if (pud.IsNull || !vma.File.IsPmdSized) return pud;
        var entry = pud.Value;
        return entry.IsTable ? _arena.TableAt<Pmd>(entry.TableAddress).At(address) : PteRef.Null;
    }

    /// <summary>pud_alloc: the PUD entry, with the tables above it made where they are missing.</summary>
    private PteRef PudAlloc(Mm mm, VirtAddr address)
    {
        var top = mm.Root;
        if (mm.Levels == 5)
        {
            var pgd = _arena.TableAt<Pgd>(top).At(address);
            if (pgd.Value.IsNone) pgd.Value = NewTable<P4d>(mm);
            top = pgd.Value.TableAddress;
        }

        var p4d = _arena.TableAt<P4d>(top).At(address);
        if (p4d.Value.IsNone)
        {
            p4d.Value = NewTable<Pud>(mm);
            mm.PudTables++;
        }

        return _arena.TableAt<Pud>(p4d.Value.TableAddress).At(address);
    }

    /// <summary>pmd_alloc: the PMD entry, with its table made where the PUD entry is empty.</summary>
    private PteRef PmdAlloc(Mm mm, PteRef pud, VirtAddr address)
    {
        Probe.Calls(KernelFunction.PmdAlloc, 1);
        if (pud.Value.IsNone)
        {
            pud.Value = NewTable<Pmd>(mm);
            mm.PmdTables++;
        }

        return _arena.TableAt<Pmd>(pud.Value.TableAddress).At(address);
    }

    private Pte NewTable<TLevel>(Mm mm) where TLevel : struct, ILevel
    {
        Probe.Calls(KernelFunction.AllocTable, 1);
        return Pte.ForTable(_arena.Allocate<TLevel>(mm.Number));
    }
}
