using System.Runtime.InteropServices;

namespace Emulator.Native;

/// <summary>The thread that calls.</summary>
public static unsafe partial class CurrentThread
{
    private const int MaskWords = 16;

    /// <summary>
    /// Keeps it on the CPU where it runs now, or on that one: threads that take turns then need no interrupt to wake each other.
    /// Where that is refused, it runs where it may.
    /// </summary>
    /// <returns>The CPU.</returns>
    // Safe: the mask is of this frame, and its words are indexed below MaskWords.
    public static int StayOn(int? cpu = null)
    {
        var on = cpu ?? GetCpu();
        var mask = stackalloc ulong[MaskWords];
        new Span<ulong>(mask, MaskWords).Clear();
        if (on < 0 || on >= MaskWords * 64) return on;
        mask[on / 64] = 1UL << (on % 64);
        _ = SetAffinity(0, MaskWords * sizeof(ulong), mask);
        return on;
    }

    // Safe: no memory is passed.
    [LibraryImport("libc", EntryPoint = "sched_getcpu")]
    private static partial int GetCpu();

    // Safe: the kernel reads as many bytes as the mask has.
    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nuint bytes, ulong* mask);
}
