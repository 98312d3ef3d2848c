using System.Runtime.InteropServices;

namespace Emulator.Native;

/// <summary>The C reference (Perf/reference/tlb.c), built as a shared library and called in this process: what is measured in turn with ours.</summary>
public sealed unsafe class ReferenceTlb : IDisposable
{
    private readonly delegate* unmanaged<void*, ulong*, ulong, ulong*, void> _run;
    private readonly delegate* unmanaged<void*, void> _free;
    private void* _tlb;

    /// <param name="library">The path of the shared library. It stays loaded.</param>
    /// <exception cref="DllNotFoundException">It can't be loaded.</exception>
    /// <exception cref="EntryPointNotFoundException">It is another library.</exception>
    // Safe: the signatures are those of tlb.c, which is built from this repository.
    public ReferenceTlb(string library)
    {
        var handle = NativeLibrary.Load(Path.GetFullPath(library));
        var create = (delegate* unmanaged<void*>)NativeLibrary.GetExport(handle, "tlb_new");
        _run = (delegate* unmanaged<void*, ulong*, ulong, ulong*, void>)NativeLibrary.GetExport(handle, "tlb_run");
        _free = (delegate* unmanaged<void*, void>)NativeLibrary.GetExport(handle, "tlb_free");
        _tlb = create();
        if (_tlb == null) throw new InvalidOperationException("the reference TLB got no memory");
    }

    // Safe: the span is pinned, and the C code writes two counts.
    public TlbReplayCounts Count(ReadOnlySpan<ulong> addresses)
    {
        ObjectDisposedException.ThrowIf(_tlb == null, this);
        var misses = stackalloc ulong[2];
        (misses[0], misses[1]) = (0, 0);
        fixed (ulong* first = addresses) _run(_tlb, first, (ulong)addresses.Length, misses);
        return new(addresses.Length, (long)misses[0], (long)misses[1]);
    }

    public void Dispose()
    {
        if (_tlb == null) return;
        // Safe: made by tlb_new, freed once.
        _free(_tlb);
        _tlb = null;
        GC.SuppressFinalize(this);
    }

    ~ReferenceTlb() => Dispose();
}
