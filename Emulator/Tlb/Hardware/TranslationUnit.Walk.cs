using Emulator.Native;

namespace Emulator.Tlb;

/// <content>
/// The walk (SDM Vol. 3A, 4.5 and 4.10.3.2): from the lowest cached paging-structure entry, or from CR3, down to a leaf. A is set in every
/// entry that is used, D in the leaf of a write; a leaf's only once the access is allowed.
/// </content>
public sealed partial class TranslationUnit
{
    // Goes down by itself, not by PresentTables: it starts at what is cached, sets A and D, faults, and follows what it caches.
    private Translation Walk(VirtAddr address, MemoryAccess access)
    {
        var before = Counts.References;
        var upper = StartOf(address, out var level);
        for (; ; level--)
        {
            // A table outside the arena has no bytes: nothing is present there.
            var place = _arena.IsFrame(upper.TableAddress) ? PlaceAt(level, upper.TableAddress, address) : PteRef.Null;
            Counts.References++;
            var entry = place.IsNull ? Pte.None : place.Value;
            if (!entry.IsHardwarePresent) return Fault(address, AccessRights.CodeOf(State, access), before);
            if (ReservedBits(entry, level) != 0)
            {
                return Fault(address, PageFaultCode.Present | PageFaultCode.Reserved | AccessRights.CodeOf(State, access), before);
            }

            var combined = entry.CombinedWith(upper);
            if (level == Pt.Number || (level <= Pud.Number && !entry.IsTable))
            {
                return Leaf(address, access, (TlbEntryKind)(level - 1), place, combined, before);
            }

            SetAccessed(place, entry);
            upper = combined;
            var kind = TlbEntryKind.Pde + (level - Pmd.Number);
            _tables[(int)kind]?.Insert(TlbTag.Of(kind, address, State.Pcid), upper);
        }
    }

    /// <summary>The lowest cached entry on the way to an address; otherwise CR3, which allows everything.</summary>
    /// <param name="level">The level of the table that it names.</param>
    private Pte StartOf(VirtAddr address, out int level)
    {
        for (var kind = TlbEntryKind.Pde; kind <= (State.Levels == 5 ? TlbEntryKind.Pml5e : TlbEntryKind.Pml4e); kind++)
        {
            if (_tables[(int)kind] is not { } array || !array.TryTouch(TlbTag.Of(kind, address, State.Pcid), out var cached)) continue;
            Counts.StartedAt(kind);
            level = kind - TlbEntryKind.Pde + Pt.Number;
            return cached;
        }

        Counts.FromCr3++;
        level = State.Levels;
        return Pte.ForTable(State.Root);
    }

    private Translation Leaf(VirtAddr address, MemoryAccess access, TlbEntryKind kind, PteRef place, Pte combined, long before)
    {
        var denied = AccessRights.Denied(State, combined, access);
        if (denied != PageFaultCode.None) return Fault(address, denied | AccessRights.CodeOf(State, access), before);

        var entry = place.Value;
        SetAccessed(place, entry);
        if (access == MemoryAccess.Write && !entry.IsDirty)
        {
            Counts.DirtySet++;
            place.Value = place.Value.With(Pte.Dirty);
            combined = combined.With(Pte.Dirty);
        }

        Fill(address, access, kind, combined.AsPage(kind == TlbEntryKind.Page4K));
        Counts.Walks++;
        return new(
            TranslationEnd.Walked, AddressIn(combined.AsPage(kind == TlbEntryKind.Page4K), kind, address), kind, PageFaultCode.None,
            (int)(Counts.References - before));
    }

    private void Fill(VirtAddr address, MemoryAccess access, TlbEntryKind kind, Pte entry)
    {
        var tag = TagOf(kind, address, entry);
        _hasGlobal |= tag.IsGlobal;
        _isUsed[(int)kind] = true;
        (access == MemoryAccess.Write ? _l1Writes : _l1Reads)[(int)kind]?.Insert(tag, entry);
        _l2[(int)kind]?.Insert(tag, entry, kind == TlbEntryKind.Page4K ? TlbArray.WaysMax : _l2LargeWaysMax);
    }

    private void SetAccessed(PteRef place, Pte entry)
    {
        if (entry.IsAccessed) return;
        Counts.AccessedSet++;
        place.Value = entry.With(Pte.Accessed);
    }

    /// <summary>
    /// A page fault also drops what is cached of the address under this PCID: its translations, and the paging-structure entries that
    /// lead to it (SDM 4.10.4.1).
    /// </summary>
    private Translation Fault(VirtAddr address, PageFaultCode code, long before)
    {
        DropPages(address);
        DropTablesOf(address, State.Pcid);
        Counts.PageFaults++;
        return new(TranslationEnd.PageFault, PhysAddr.None, default, code, (int)(Counts.References - before));
    }

    private PteRef PlaceAt(int level, PhysAddr table, VirtAddr address) => level switch
    {
        1 => _arena.TableAt<Pt>(table).At(address),
        2 => _arena.TableAt<Pmd>(table).At(address),
        3 => _arena.TableAt<Pud>(table).At(address),
        4 => _arena.TableAt<P4d>(table).At(address),
        _ => _arena.TableAt<Pgd>(table).At(address),
    };

    private ulong ReservedBits(Pte entry, int level) => level switch
    {
        1 => entry.ReservedBits<Pt>(Model.PhysicalBits, State.NoExecute, has1GPages: true),
        2 => entry.ReservedBits<Pmd>(Model.PhysicalBits, State.NoExecute, has1GPages: true),
        3 => entry.ReservedBits<Pud>(Model.PhysicalBits, State.NoExecute, has1GPages: true),
        4 => entry.ReservedBits<P4d>(Model.PhysicalBits, State.NoExecute, has1GPages: true),
        _ => entry.ReservedBits<Pgd>(Model.PhysicalBits, State.NoExecute, has1GPages: true),
    };
}
