using System.Runtime.CompilerServices;
using Emulator.Native;

namespace Emulator.Kernel;

/// <summary>
/// struct mmu_gather: what must still be flushed or synced, as a value that can't leave the function that opened it. It is
/// paid by huge_pmd_unshare_flush and tlb_finish_mmu; to dispose of it unpaid is reported.
/// </summary>
public readonly ref struct Gather
{
    private readonly Machine _machine;

    internal Gather(Machine machine, GatherState state)
    {
        _machine = machine;
        State = state;
    }

    internal GatherState State { get; }

    /// <summary>Is this a gather at all? Releases before the mmu_gather rework pass none: <c>default</c>.</summary>
    internal bool IsOpen => State is not null;

    public void Dispose()
    {
        if (!IsOpen || _machine.IsStuck) return;
        if (State.IsFinished && !State.OwesFlush && !State.HasFullyUnshared) return;
        var debt = State switch
        {
            { HasFullyUnshared: true } => "tlb_remove_table_sync_one",
            { OwesFlush: true } => $"a flush of {State.Range}",
            _ => "tlb_finish_mmu",
        };
        _machine.Report(new(CheckNames.ObligationUnpaid, $"a gather of {State.Mm.Name} ended and still owed {debt}")
        {
            Process = State.Mm.Name,
            Range = State is { OwesFlush: true, IsFullMm: false, Range.IsEmpty: false } ? State.Range : null,
        });
    }
}

/// <summary>The fields of a struct mmu_gather (include/asm-generic/tlb.h); <see cref="Gather"/> is the handle that must be paid.</summary>
internal sealed class GatherState
{
    private VirtAddr _start;
    private VirtAddr _end;

    internal GatherState(Mm mm, bool isFullMm)
    {
        Mm = mm;
        IsFullMm = isFullMm;
        Reset();
    }

    internal Mm Mm { get; }

    /// <summary>exit: everything goes, no range is kept.</summary>
    internal bool IsFullMm { get; set; }

    /// <summary>What is to be flushed so far.</summary>
    internal AddrRange Range => new(_start, _end);

    /// <summary>The lowest level at which entries were cleared, 0 for none: it gives the stride of the flush.</summary>
    internal int ClearedLevel { get; private set; }

    /// <summary>freed_tables: table pages wait to be given back.</summary>
    internal bool HasFreedTables { get; set; }

    /// <summary>unshared_tables: tables were detached that others go on using; their translations must be flushed.</summary>
    internal bool HasUnshared { get; set; }

    /// <summary>fully_unshared_tables: a detached table has one user left, which may reuse it; walkers must have left it.</summary>
    internal bool HasFullyUnshared { get; set; }

    /// <summary>Pages that wait for the flush to be given back; a full batch forces one.</summary>
    internal int PagesWaiting { get; set; }

    /// <summary>Tables that wait for it.</summary>
    internal List<PhysAddr> TablesWaiting { get; } = [];

    internal bool IsFinished { get; set; }

    internal bool OwesFlush => HasFreedTables || HasUnshared || ClearedLevel != 0;

    /// <summary>log2 of the flush's stride (tlb_get_unmap_shift).</summary>
    internal int StrideShift => ClearedLevel switch { 2 => Pmd.Shift, 3 => Pud.Shift, 4 => P4d.Shift, _ => Pt.Shift };

    /// <summary>Entries of a level were cleared in a range (tlb_flush_pmd_range and its kin); the PGD has no stride of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Record<TLevel>(AddrRange range) where TLevel : struct, ILevel
    {
        if (TLevel.Number <= 4 && (ClearedLevel == 0 || ClearedLevel > TLevel.Number)) ClearedLevel = TLevel.Number;
        if (range.Start < _start) _start = range.Start;
        if (range.End > _end) _end = range.End;
    }

    /// <summary>pmd_free_tlb and its kin: a table was taken out of an entry of a level.</summary>
    internal void RecordFreedTable<TAbove>(VirtAddr address) where TAbove : struct, ILevel
    {
        Record<TAbove>(new(address, address + Pt.Span));
        HasFreedTables = true;
    }

    /// <summary>__tlb_reset_range: all but <see cref="HasFullyUnshared"/>, which an earlier flush must not lose.</summary>
    internal void Reset()
    {
        (_start, _end) = (new(ulong.MaxValue), VirtAddr.Zero);
        ClearedLevel = 0;
        HasFreedTables = false;
        HasUnshared = false;
    }
}
