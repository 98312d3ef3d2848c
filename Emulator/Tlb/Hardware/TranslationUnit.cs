using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>
/// A logical CPU's memory management unit: TLBs, paging-structure caches and the walk, over the tables of a <see cref="FrameArena"/>.
/// Whatever it has cached it uses, stale or not, until something invalidates it. A first-level miss fills the first level, a walk both.
/// </summary>
public sealed partial class TranslationUnit : IDisposable
{
    private const int PageKinds = 3;

    private readonly FrameArena _arena;
    private readonly TlbArray[] _arrays;
    private readonly TlbArray?[] _l1Reads = new TlbArray?[PageKinds];
    private readonly TlbArray?[] _l1Writes = new TlbArray?[PageKinds];
    private readonly TlbArray?[] _l2 = new TlbArray?[PageKinds];
    private readonly int _l2LargeWaysMax;
    private readonly TlbArray?[] _tables = new TlbArray?[8];

    /// <summary>Was a page of the kind ever cached since everything was dropped? Most programs use one size, and look for no other.</summary>
    private readonly bool[] _isUsed = new bool[PageKinds];

    private bool _hasGlobal;

    public TranslationUnit(CpuModel model, FrameArena arena)
    {
        Model = model;
        _arena = arena;
        var arrays = new List<TlbArray>();
        foreach (var shape in model.Tlbs)
        {
            var array = new TlbArray(shape.Sets, shape.Ways, model.Replacement);
            arrays.Add(array);
            foreach (var kind in shape.Holds)
            {
                if (shape.Level == 2) _l2[(int)kind] = array;
                if (shape.Level == 1 && shape.ServesReads) _l1Reads[(int)kind] = array;
                if (shape.Level == 1 && shape.ServesWrites) _l1Writes[(int)kind] = array;
            }
        }

        _l2LargeWaysMax = model.Tlbs.Where(shape => shape.Level == 2).Min(shape => shape.LargeWaysMax);
        foreach (var shape in model.WalkCaches)
        {
            var array = new TlbArray(1, shape.Entries, model.Replacement);
            arrays.Add(array);
            foreach (var kind in shape.Holds) _tables[(int)kind] = array;
        }

        if (model.HasPdesInL2) _tables[(int)TlbEntryKind.Pde] = _l2[(int)TlbEntryKind.Page4K];
        _arrays = [.. arrays];
    }

    public CpuModel Model { get; }

    /// <summary>The registers. Setting them here drops nothing: see <see cref="WriteCr3"/> and <see cref="WriteCr4"/>.</summary>
    public CpuState State { get; set; } = new();

    /// <summary>What was done so far.</summary>
    public TlbCounts Counts;

    /// <summary>Everything that is cached, with the kind and PCID in the tag.</summary>
    public IEnumerable<(TlbTag Tag, Pte Entry)> Contents => _arrays.SelectMany(array => array.Contents);

    /// <summary>The PDPTE that is cached of an address, with what the levels above allow; none if there is none.</summary>
    public Pte CachedTable(VirtAddr address) =>
        _tables[(int)TlbEntryKind.Pdpte] is { } array && array.TryTouch(TlbTag.Of(TlbEntryKind.Pdpte, address, State.Pcid), out var cached)
            ? cached
            : Pte.None;

    /// <summary>Translates the address of one access, as the CPU in its present <see cref="State"/> does.</summary>
    public Translation Translate(VirtAddr address, MemoryAccess access)
    {
        if (!IsCanonical(address))
        {
            Counts.GeneralProtections++;
            return new(TranslationEnd.NotCanonical, PhysAddr.None, default, default, 0);
        }

        var l1 = access == MemoryAccess.Write ? _l1Writes : _l1Reads;
        for (var kind = TlbEntryKind.Page4K; kind <= TlbEntryKind.Page1G; kind++)
        {
            if (_isUsed[(int)kind] && l1[(int)kind] is { } array && TryTouch(array, kind, address, out var entry))
            {
                return Use(address, access, kind, entry, TranslationEnd.L1Hit);
            }
        }

        for (var kind = TlbEntryKind.Page4K; kind <= TlbEntryKind.Page1G; kind++)
        {
            if (!_isUsed[(int)kind] || _l2[(int)kind] is not { } array || !TryTouch(array, kind, address, out var entry)) continue;
            l1[(int)kind]?.Insert(TagOf(kind, address, entry), entry);
            return Use(address, access, kind, entry, TranslationEnd.L2Hit);
        }

        return Walk(address, access);
    }

    public void Dispose()
    {
        foreach (var array in _arrays) array.Dispose();
    }

    /// <summary>A cached translation: if it allows the access, that was it.</summary>
    private Translation Use(VirtAddr address, MemoryAccess access, TlbEntryKind kind, Pte entry, TranslationEnd end)
    {
        var denied = AccessRights.Denied(State, entry, access);
        if (denied != PageFaultCode.None)
        {
            // AMD walks again before it faults (APM Vol. 2, 5.5.3: a change that removes a violation needs no invalidation).
            if (Model.Vendor == CpuVendor.Amd)
            {
                DropPages(address);
                return Walk(address, access);
            }

            return Fault(address, denied | AccessRights.CodeOf(State, access), Counts.References);
        }

        // The D bit of the table must be set first, which takes a walk (SDM 4.8).
        if (access == MemoryAccess.Write && !entry.IsDirty)
        {
            Counts.DirtyWalks++;
            DropPages(address);
            return Walk(address, access);
        }

        if (end == TranslationEnd.L1Hit) Counts.L1Hits++;
        else Counts.L2Hits++;
        return new(end, AddressIn(entry, kind, address), kind, PageFaultCode.None, 0);
    }

    private bool IsCanonical(VirtAddr address)
    {
        var shift = State.Levels == 5 ? 64 - 57 : 64 - 48;
        return (ulong)((long)(address.Value << shift) >> shift) == address.Value;
    }

    private bool TryTouch(TlbArray array, TlbEntryKind kind, VirtAddr address, out Pte entry) =>
        array.TryTouch(TlbTag.Of(kind, address, State.Pcid), out entry)
        || (_hasGlobal && array.TryTouch(TlbTag.GlobalOf(kind, address), out entry));

    private TlbTag TagOf(TlbEntryKind kind, VirtAddr address, Pte entry) =>
        State.GlobalPages && entry.IsGlobal ? TlbTag.GlobalOf(kind, address) : TlbTag.Of(kind, address, State.Pcid);

    private static PhysAddr AddressIn(Pte entry, TlbEntryKind kind, VirtAddr address) =>
        new(entry.TableAddress.Value | (address.Value & ((1UL << TlbTag.ShiftOf(kind)) - 1)));
}
