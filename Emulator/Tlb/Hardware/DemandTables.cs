using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>The page tables of one program whose pages are all of one size, made when they are first touched: real tables in an arena.</summary>
public sealed class DemandTables(FrameArena arena, TlbEntryKind pageKind, int levels = 4)
{
    private const int Owner = 0;

    private ulong _nextPage = FrameArena.EndOfTables;

    /// <summary>CR3.</summary>
    public PhysAddr Root { get; } = levels == 5 ? arena.Allocate<Pgd>(Owner) : arena.Allocate<P4d>(Owner);

    /// <summary>Pages that are mapped.</summary>
    public long Pages { get; private set; }

    public int Levels => levels;

    /// <summary>Maps the page that an address lies in, to the next free one.</summary>
    /// <exception cref="ArenaLimitException">The tables outgrew the machine's memory.</exception>
    public void Map(VirtAddr address, bool isDirty = false)
    {
        var top = Root;
        if (levels == 5) top = Below<Pgd, P4d>(top, address);
        var pud = Below<P4d, Pud>(top, address);
        switch (pageKind)
        {
            case TlbEntryKind.Page1G: Set<Pud>(pud, address, isDirty); break;
            case TlbEntryKind.Page2M: Set<Pmd>(Below<Pud, Pmd>(pud, address), address, isDirty); break;
            default: Set<Pt>(Below<Pmd, Pt>(Below<Pud, Pmd>(pud, address), address), address, isDirty); break;
        }
    }

    // Goes down by itself, not by PresentTables: it makes tables on the way, down to 4 kB pages, and has no mm.
    private PhysAddr Below<TLevel, TNext>(PhysAddr table, VirtAddr address) where TLevel : struct, ILevel where TNext : struct, ILevel
    {
        var place = arena.TableAt<TLevel>(table).At(address);
        if (place.Value.IsNone) place.Value = Pte.ForTable(arena.Allocate<TNext>(Owner));
        return place.Value.TableAddress;
    }

    private void Set<TLevel>(PhysAddr table, VirtAddr address, bool isDirty) where TLevel : struct, ILevel
    {
        var bytes = 1UL << TLevel.Shift;
        _nextPage = (_nextPage + bytes - 1) & ~(bytes - 1);
        var entry = Pte.ForPage<TLevel>(new(_nextPage), canWrite: true, canExecute: true).Without(Pte.Accessed | Pte.Dirty);
        arena.TableAt<TLevel>(table).At(address).Value = isDirty ? entry.With(Pte.Accessed | Pte.Dirty) : entry;
        _nextPage += bytes;
        Pages++;
    }
}
