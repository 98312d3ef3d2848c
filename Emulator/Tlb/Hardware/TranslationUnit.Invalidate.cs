using Emulator.Native;

namespace Emulator.Tlb;

/// <content>
/// Invalidation: what each instruction must drop, and nothing more (a real CPU may drop more at any time). SDM Vol. 3A, 4.10.4.1; APM
/// Vol. 2, 5.5.3, and Vol. 3.
/// </content>
public sealed partial class TranslationUnit
{
    /// <summary>
    /// INVLPG: the translations of the page that an address lies in, of the current PCID and global ones; and of the paging-structure
    /// entries all of the current PCID, whatever their address. With AMD's EFER.TCE only those that lead to the address.
    /// </summary>
    public void Invlpg(VirtAddr address)
    {
        DropPages(address);
        if (Model.Vendor == CpuVendor.Amd && State.TranslationCacheExtension) DropTablesOf(address, State.Pcid);
        else ForAll(array => array.RemoveTablesOf(State.Pcid));
    }

    /// <summary>INVPCID.</summary>
    /// <param name="pcid">The descriptor's PCID; types 2 and 3 look at neither.</param>
    public void Invpcid(InvpcidType type, int pcid = 0, VirtAddr address = default)
    {
        Ensure.That((uint)pcid <= TlbTag.PcidMax);
        switch (type)
        {
            case InvpcidType.IndividualAddress:
                for (var kind = TlbEntryKind.Page4K; kind <= TlbEntryKind.Page1G; kind++) Remove(TlbTag.Of(kind, address, pcid));
                DropTablesOf(address, pcid);
                break;
            case InvpcidType.SingleContext:
                DropContext(pcid);
                break;
            case InvpcidType.AllContextsWithGlobal:
                DropEverything();
                break;
            default:
                ForAll(array => array.RemoveNotGlobal());
                break;
        }
    }

    /// <summary>
    /// MOV to CR3. All of the new PCID but for global translations is dropped, unless PCIDs are on and bit 63 is set. Without PCIDs
    /// it is PCID 0.
    /// </summary>
    /// <param name="keeps">Bit 63 of the value written (Linux: CR3_NOFLUSH).</param>
    public void WriteCr3(PhysAddr root, int pcid, bool keeps)
    {
        Ensure.That((uint)pcid <= TlbTag.PcidMax);
        Ensure.That(State.Pcids || (pcid == 0 && !keeps), "bits 11:0 and 63 name a PCID only with CR4.PCIDE");
        State = State with { Root = root, Pcid = pcid };
        if (!keeps) DropContext(pcid);
    }

    /// <summary>MOV to CR4, by the state that it makes: PGE changed or PCIDE cleared drops everything, SMEP set the current PCID's.</summary>
    public void WriteCr4(CpuState state)
    {
        var old = State;
        State = state;
        if (old.GlobalPages != state.GlobalPages || (old.Pcids && !state.Pcids)) DropEverything();
        else if (!old.Smep && state.Smep) DropContext(state.Pcid);
    }

    /// <summary>What INVLPGB of any CPU does here.</summary>
    public void Apply(Invlpgb what)
    {
        if (what.Address is null)
        {
            if (what.Pcid is { } pcid) ForAll(array => array.RemovePagesOf(pcid));
            else ForAll(array => array.RemovePages());
            if (what.IncludeGlobal) ForAll(array => array.RemoveGlobal());
        }

        foreach (var address in what.Addresses)
        {
            for (var kind = TlbEntryKind.Page4K; kind <= TlbEntryKind.Page1G; kind++) Apply(what, kind, address);
        }

        if (!what.FinalOnly) ApplyToTables(what);
    }

    private void Apply(Invlpgb what, TlbEntryKind kind, VirtAddr address)
    {
        if (what.Pcid is not { } pcid)
        {
            ForAll(array => array.RemoveOfAnyPcid(TlbTag.Of(kind, address, 0), what.IncludeGlobal));
            return;
        }

        Remove(TlbTag.Of(kind, address, pcid));
        if (what.IncludeGlobal) Remove(TlbTag.GlobalOf(kind, address));
    }

    private void ApplyToTables(Invlpgb what)
    {
        if (what.Address is null || !State.TranslationCacheExtension)
        {
            if (what.Pcid is { } only) ForAll(array => array.RemoveTablesOf(only));
            else ForAll(array => array.RemoveTables());
            return;
        }

        foreach (var address in what.Addresses)
        {
            if (what.Pcid is { } pcid) DropTablesOf(address, pcid);
            else ForTables(kind => ForAll(array => array.RemoveOfAnyPcid(TlbTag.Of(kind, address, 0), withGlobal: false)));
        }
    }

    /// <summary>Drops what translates an address under the current PCID, and global translations.</summary>
    private void DropPages(VirtAddr address)
    {
        for (var kind = TlbEntryKind.Page4K; kind <= TlbEntryKind.Page1G; kind++)
        {
            if (!_isUsed[(int)kind]) continue;
            Remove(TlbTag.Of(kind, address, State.Pcid));
            if (_hasGlobal) Remove(TlbTag.GlobalOf(kind, address));
        }
    }

    /// <summary>The paging-structure entries that lead to an address.</summary>
    private void DropTablesOf(VirtAddr address, int pcid) => ForTables(kind => Remove(TlbTag.Of(kind, address, pcid)));

    private void DropContext(int pcid)
    {
        ForAll(array => array.RemovePagesOf(pcid));
        ForAll(array => array.RemoveTablesOf(pcid));
    }

    private void DropEverything()
    {
        ForAll(array => array.RemoveNotGlobal());
        ForAll(array => array.RemoveGlobal());
        _isUsed.AsSpan().Clear();
        _hasGlobal = false;
    }

    private void Remove(TlbTag tag) => ForAll(array => array.Remove(tag));

    private void ForAll(Func<TlbArray, int> remove)
    {
        foreach (var array in _arrays) Counts.Dropped += remove(array);
    }

    private static void ForTables(Action<TlbEntryKind> action)
    {
        for (var kind = TlbEntryKind.Pde; kind <= TlbEntryKind.Pml5e; kind++) action(kind);
    }
}
