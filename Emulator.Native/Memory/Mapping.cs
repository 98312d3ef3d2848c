using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Emulator.Native;

/// <summary>
/// A range of our own address space: reserved at once without memory behind it, committed from its start as it is used,
/// with an inaccessible guard page before and after. Pinned by nature: the garbage collector never sees it.
/// </summary>
internal sealed unsafe class Mapping : IDisposable
{
    private const ulong GuardBytes = 4096;
    private const ulong ChunkBytesMin = 2UL << 20;
    private const ulong ChunkBytesMax = 64UL << 20;
    private const ulong HugePagesFromBytes = 16UL << 20;

    private readonly nint _reservation;
    private readonly ulong _reservationBytes;
    private readonly ArenaOptions _options;
    private bool _isDisposed;

    internal Mapping(ulong capacityBytes, ArenaOptions options)
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("the table arena needs Linux: it reserves by mmap");
        _options = options;
        CapacityBytes = (capacityBytes + ChunkBytesMin - 1) & ~(ChunkBytesMin - 1);
        // 2 MB more than needed, so that Base can be aligned to 2 MB for transparent huge pages with the guard before it.
        _reservationBytes = CapacityBytes + (2 * ChunkBytesMin) + GuardBytes;
        _reservation = Libc.MemoryMap(0, (nuint)_reservationBytes, Libc.ProtNone, Libc.MapPrivateAnonymousNoReserve, -1, 0);
        if (_reservation == Libc.MapFailed) throw Failure($"cannot reserve {new ByteSize(_reservationBytes)} of address space");
        var aligned = ((ulong)_reservation + GuardBytes + ChunkBytesMin - 1) & ~(ChunkBytesMin - 1);
        Base = (byte*)aligned;
    }

    /// <summary>First usable byte, aligned to 2 MB.</summary>
    internal byte* Base { get; }

    internal ulong CapacityBytes { get; }

    /// <summary>Where it is in our own address space, without the guard pages.</summary>
    // Safe: a number, which nobody can go through.
    internal AddrRange Range => new(new((ulong)Base), new((ulong)Base + CapacityBytes));

    internal ulong CommittedBytes { get; private set; }

    /// <summary>Makes the first <paramref name="bytes"/> readable and writable; they read 0 at first.</summary>
    internal void CommitTo(ulong bytes)
    {
        if (bytes <= CommittedBytes) return;
        Ensure.That(bytes <= CapacityBytes);
        var chunk = Math.Clamp(CommittedBytes, ChunkBytesMin, ChunkBytesMax);
        var target = Math.Min(CapacityBytes, Math.Max(CommittedBytes + chunk, (bytes + ChunkBytesMin - 1) & ~(ChunkBytesMin - 1)));
        // Safe: [CommittedBytes, target) lies inside the reservation, below the trailing guard.
        var start = (nint)(Base + CommittedBytes);
        var length = (nuint)(target - CommittedBytes);
        if (Libc.MemoryProtect(start, length, Libc.ProtReadWrite) != 0) throw Failure($"cannot commit {new ByteSize(target)}");
        if (_options.HugePages && CommittedBytes >= HugePagesFromBytes) _ = Libc.MemoryAdvise(start, length, Libc.AdviseHugePage);
        if (_options.Lock && Libc.MemoryLock(start, length) != 0) throw Failure($"cannot lock {new ByteSize(target)} (ulimit -l)");
        CommittedBytes = target;
    }

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        // Safe: the range is exactly the one that the constructor reserved, and nobody else knows it.
        _ = Libc.MemoryUnmap(_reservation, (nuint)_reservationBytes);
    }

    private static ArenaLimitException Failure(string what) => new($"{what}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
}
