using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>A program's accesses through one CPU's <see cref="TranslationUnit"/>; a page is mapped when the first access to it faults.</summary>
public sealed class TlbRun : IDisposable
{
    private readonly DemandTables _tables;
    private readonly ulong _pageMask;
    private ulong _lastPage = ulong.MaxValue;
    private bool _lastIsWritten;

    public TlbRun(CpuModel model, FrameArena arena, TlbEntryKind pageKind, int levels = 4)
    {
        _tables = new(arena, pageKind, levels);
        Unit = new(model, arena) { State = new() { Root = _tables.Root, Levels = levels } };
        _pageMask = ulong.MaxValue << TlbTag.ShiftOf(pageKind);
    }

    public TranslationUnit Unit { get; }

    /// <summary>Pages that were touched.</summary>
    public long Pages => _tables.Pages;

    /// <summary>Makes an access, its fault included.</summary>
    public void Access(VirtAddr address, MemoryAccess access = MemoryAccess.Read)
    {
        // The page of the access before hits the first level and changes nothing there; a first write may have D to set.
        var page = address.Value & _pageMask;
        if (page == _lastPage && (access == MemoryAccess.Write) == _lastIsWritten)
        {
            Unit.Counts.L1Hits++;
            return;
        }

        var translation = Unit.Translate(address, access);
        if (translation is { End: TranslationEnd.PageFault } && (translation.Code & PageFaultCode.Present) == 0)
        {
            _tables.Map(address);
            translation = Unit.Translate(address, access);
        }

        _lastPage = translation.IsFault ? ulong.MaxValue : page;
        _lastIsWritten = access == MemoryAccess.Write;
    }

    /// <summary>Maps a range beforehand, so that nothing in it faults.</summary>
    public void Map(AddrRange range)
    {
        for (var address = range.Start; address < range.End; address += ~_pageMask + 1) _tables.Map(address);
    }

    /// <summary>Nothing is cached or counted any more; what is mapped stays.</summary>
    public void Restart()
    {
        Unit.Invpcid(InvpcidType.AllContextsWithGlobal);
        Unit.Counts = default;
        _lastPage = ulong.MaxValue;
    }

    public void Dispose() => Unit.Dispose();
}
