using System.Runtime.InteropServices;

namespace Emulator.Native;

/// <summary>struct unshare of Perf/reference/unshare.c: the tables that a C walk goes over, and what it counted.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct ReferenceUnshare
{
    private readonly byte* _memory;
    private readonly FrameInfo* _infos;
    private readonly PhysAddr _root;

    /// <summary>How often huge_pte_offset was called.</summary>
    public ulong Lookups;

    /// <summary>How often huge_pmd_unshare was called.</summary>
    public ulong Attempts;

    /// <summary>The tables that were detached.</summary>
    public ulong Unshared;

    /// <summary>Those of them that were left with one user.</summary>
    public ulong FullyUnshared;

    /// <param name="root">A P4D table of the arena: four levels.</param>
    // Safe: the arena's own memory, which the caller keeps alive while C walks.
    public ReferenceUnshare(FrameArena arena, PhysAddr root)
    {
        Ensure.That(arena.Info(root).Level == P4d.Number, "the tree has four levels");
        _memory = arena.MemoryPointer;
        _infos = arena.InfoPointer;
        _root = root;
    }
}
