using System.Runtime.InteropServices;

namespace Emulator.Native;

/// <summary>struct unshare of Perf/reference/unshare.c: the tables that a C walk goes over, what it counted, and what it owes.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct ReferenceUnshare
{
    private readonly byte* _memory;
    private readonly FrameInfo* _infos;
    private readonly PhysAddr _root;
    private readonly ulong _pageBytes = Pmd.Span;

    /// <summary>How often huge_pte_offset was called, if the loop counts.</summary>
    public ulong Lookups;

    /// <summary>How often huge_pmd_unshare was called, if the loop counts.</summary>
    public ulong Attempts;

    /// <summary>The tables that were detached.</summary>
    public ulong Unshared;

    /// <summary>Those that were detached without the locks: none.</summary>
    public ulong NotLocked;

    /// <summary>What the gather owes a flush of.</summary>
    public AddrRange Range = new(new(ulong.MaxValue), VirtAddr.Zero);

    /// <summary>The lowest level at which entries were cleared.</summary>
    public int ClearedLevel;

    /// <summary>Not 0: some table was detached.</summary>
    public int HasUnshared;

    /// <summary>Not 0: some table was left with one user.</summary>
    public int HasFullyUnshared;

    private readonly int _levels;
    private readonly int _countsPageReferences;
    private readonly int _cpu;
    private readonly int _iMmapWriter;
    private readonly int _vmaLockWriter;

    /// <summary>Pages of 2 MB; both locks are held by CPU 0, on which the loop runs.</summary>
    /// <param name="root">The top-level table: a P4D table of the arena, or with five levels a PGD table.</param>
    // Safe: the arena's own memory, which the caller keeps alive while C walks.
    public ReferenceUnshare(FrameArena arena, PhysAddr root)
    {
        _memory = arena.Memory.Frames;
        _infos = arena.Memory.Infos;
        _root = root;
        _levels = arena.Info(root).Level == Pgd.Number ? 5 : 4;
        Ensure.That(_levels == 5 || arena.Info(root).Level == P4d.Number, "the root is a top-level table");
    }
}
