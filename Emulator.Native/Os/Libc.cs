using System.Runtime.InteropServices;

namespace Emulator.Native;

/// <summary>The C library's calls that the arena needs. Linux x86_64 values (asm-generic/mman-common.h).</summary>
internal static unsafe partial class Libc
{
    internal const int ProtNone = 0;
    internal const int ProtReadWrite = 3;
    internal const int MapPrivateAnonymousNoReserve = 0x02 | 0x20 | 0x4000;
    internal const int AdviseHugePage = 14;
    internal static readonly nint MapFailed = -1;

    // Safe: plain system calls; each caller checks the result and owns the range that it passes.
    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint MemoryMap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    internal static partial int MemoryUnmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    internal static partial int MemoryProtect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    internal static partial int MemoryAdvise(nint address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "mlock", SetLastError = true)]
    internal static partial int MemoryLock(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    internal static partial int ClockGetTime(int clock, long* time);

    [LibraryImport("libc", EntryPoint = "getrusage")]
    internal static partial int GetResourceUsage(int who, long* usage);

    [LibraryImport("libc", EntryPoint = "klogctl")]
    internal static partial int KernelLogControl(int type, byte* buffer, int length);
}
