using System.Runtime.InteropServices;

namespace Emulator.Native;

/// <summary>
/// The C references of Perf/reference, built on this machine and loaded into this process, so that they run on the same bytes as our own
/// loops, in turn with them. The calls skip the runtime's transition, as a call from C to C would have none.
/// </summary>
public sealed unsafe class ReferenceLibrary : IDisposable
{
    private readonly nint _library;
    private readonly delegate* unmanaged[SuppressGCTransition]<ulong*, nuint, ulong> _read;
    private readonly delegate* unmanaged[SuppressGCTransition]<ulong*, nuint, ulong> _present;
    private readonly delegate* unmanaged[SuppressGCTransition]<ulong**, nuint, ulong> _presentList;
    private readonly delegate* unmanaged[SuppressGCTransition]<byte*, ulong, ulong, ulong, ulong> _walkPresent;
    private readonly delegate* unmanaged<ulong*, nuint, ulong, ulong> _fill;
    private readonly delegate* unmanaged<byte*, FrameInfo*, ulong*, ulong*, nuint, nuint, ulong> _share;

    private readonly delegate* unmanaged[SuppressGCTransition]<ReferenceUnshare*, ulong, ulong, void> _unshare2M;
    private readonly delegate* unmanaged[SuppressGCTransition]<ReferenceUnshare*, ulong, ulong, void> _unshare1G;
    private readonly delegate* unmanaged[SuppressGCTransition]<ReferenceUnshare*, ulong, ulong, void> _counted2M;
    private readonly delegate* unmanaged[SuppressGCTransition]<ReferenceUnshare*, ulong, ulong, void> _counted1G;

    /// <param name="scans">Whose instructions the scans and the plain read are of. There are none for <see cref="SimdKernel.Scalar"/>.</param>
    /// <exception cref="DllNotFoundException">It can't be loaded.</exception>
    /// <exception cref="PlatformNotSupportedException">This CPU has not the instructions.</exception>
    // Safe: each name has the type that its definition in Perf/reference has.
    public ReferenceLibrary(string path, SimdKernel scans)
    {
        Simd.Require(scans);
        _library = NativeLibrary.Load(path);
        _walkPresent = (delegate* unmanaged[SuppressGCTransition]<byte*, ulong, ulong, ulong, ulong>)Export("ref_walk_present");
        _share = (delegate* unmanaged<byte*, FrameInfo*, ulong*, ulong*, nuint, nuint, ulong>)Export("ref_share");
        _fill = (delegate* unmanaged<ulong*, nuint, ulong, ulong>)Export("ref_fill");
        _unshare2M = (delegate* unmanaged[SuppressGCTransition]<ReferenceUnshare*, ulong, ulong, void>)Export("ref_unshare_2m");
        _unshare1G = (delegate* unmanaged[SuppressGCTransition]<ReferenceUnshare*, ulong, ulong, void>)Export("ref_unshare_1g");
        _counted2M = (delegate* unmanaged[SuppressGCTransition]<ReferenceUnshare*, ulong, ulong, void>)Export("ref_unshare_2m_counted");
        _counted1G = (delegate* unmanaged[SuppressGCTransition]<ReferenceUnshare*, ulong, ulong, void>)Export("ref_unshare_1g_counted");
        Scans = scans;
        if (!HasScans) return;
        var isa = scans == SimdKernel.Vector512 ? "avx512" : "avx2";
        _read = (delegate* unmanaged[SuppressGCTransition]<ulong*, nuint, ulong>)Export($"ref_read_{isa}");
        _present = (delegate* unmanaged[SuppressGCTransition]<ulong*, nuint, ulong>)Export($"ref_present_{isa}");
        _presentList = (delegate* unmanaged[SuppressGCTransition]<ulong**, nuint, ulong>)Export($"ref_present_list_{isa}");
    }

    /// <summary>Whose instructions the scans and the plain read are of.</summary>
    public SimdKernel Scans { get; }

    /// <summary>Are there scans and a plain read? They are written with AVX2 and AVX-512.</summary>
    public bool HasScans => Scans != SimdKernel.Scalar;

    /// <summary>ref_read_avx2, _avx512: a plain read of tables that lie together. All entries or-ed.</summary>
    // Safe: Entries checked that the tables lie together.
    public long Read(ReadOnlySpan<Table<Pmd>> tables) => (long)_read(Entries(tables), (nuint)tables.Length * EntryMask.EntryCount);

    /// <summary>ref_present_avx2, _avx512: the present entries of tables that lie together.</summary>
    // Safe: as Read.
    public long Present(ReadOnlySpan<Table<Pmd>> tables) => (long)_present(Entries(tables), (nuint)tables.Length * EntryMask.EntryCount);

    /// <summary>ref_present_list_avx2, _avx512: the present entries of tables that lie anywhere.</summary>
    // Safe: a Table is a pointer and nothing else, to 512 entries of a live arena.
    public long PresentList(ReadOnlySpan<Table<Pmd>> tables)
    {
        fixed (Table<Pmd>* first = tables) return (long)_presentList((ulong**)first, (nuint)tables.Length);
    }

    /// <summary>ref_walk_present: the present entries of a range of addresses, by a callback walk from the top level.</summary>
    /// <param name="root">A P4D table of the arena, which names PUD tables, and these PMD tables.</param>
    // Safe: the entries above the PMD level name tables of the arena, or are not present.
    public long WalkPresent(FrameArena arena, PhysAddr root, AddrRange range) =>
        (long)_walkPresent(arena.Memory.Frames, root.Value, range.Start.Value, range.End.Value);

    /// <summary>ref_unshare_2m: v5's loop, a step for each huge page.</summary>
    /// <param name="counted">Also the lookups and attempts.</param>
    // Safe: the constructor of ReferenceUnshare took its pointers from a live arena; entries name tables of it, or are not present.
    public void UnshareBy2M(ref ReferenceUnshare unshare, AddrRange range, bool counted = false)
    {
        fixed (ReferenceUnshare* state = &unshare) (counted ? _counted2M : _unshare2M)(state, range.Start.Value, range.End.Value);
    }

    /// <summary>ref_unshare_1g: 6.19's loop, a step for each 1G, which owes a gather.</summary>
    /// <param name="counted">Also the lookups and attempts.</param>
    // Safe: as UnshareBy2M.
    public void UnshareBy1G(ref ReferenceUnshare unshare, AddrRange range, bool counted = false)
    {
        fixed (ReferenceUnshare* state = &unshare) (counted ? _counted1G : _unshare1G)(state, range.Start.Value, range.End.Value);
    }

    /// <summary>ref_fill: full PMD tables and their PUD tables, into memory that has room for them.</summary>
    /// <returns>The entries written.</returns>
    // Safe: PlainMemory.Fill checked the room.
    internal long Fill(ulong* memory, int tables) => (long)_fill(memory, (nuint)tables, FrameArena.EndOfTables);

    /// <summary>ref_share: the tables that one PUD table names from an index on are entered in another, which has none there.</summary>
    /// <returns>How many.</returns>
    // Safe: the indexes are checked; the entries name tables of the arena, or are not present.
    public int Share(FrameArena arena, Table<Pud> from, Table<Pud> to, int first, int count)
    {
        Ensure.That(first >= 0 && count >= 0 && count <= Table<Pud>.EntryCount - first);
        return (int)_share(arena.Memory.Frames, arena.Memory.Infos, from.Pointer, to.Pointer, (nuint)first, (nuint)count);
    }

    public void Dispose() => NativeLibrary.Free(_library);

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);

    // Safe: tables are whole pages; the last is where it is if all lie together, in order, and none twice.
    private static ulong* Entries(ReadOnlySpan<Table<Pmd>> tables)
    {
        Ensure.That(!tables.IsEmpty);
        var first = tables[0].Pointer;
        Ensure.That(tables[^1].Pointer == first + ((nuint)(tables.Length - 1) * EntryMask.EntryCount), "the tables lie together");
        return first;
    }
}
