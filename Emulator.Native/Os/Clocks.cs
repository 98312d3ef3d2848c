namespace Emulator.Native;

/// <summary>The processor time of this process's children that have ended and were waited for (getrusage, RUSAGE_CHILDREN), theirs included.</summary>
public static unsafe class ChildClock
{
    private const int Children = -1;

    /// <summary>Longs of a struct rusage: two struct timeval, and 14 counts.</summary>
    private const int UsageLongs = 18;

    /// <summary>Nanoseconds so far, in user and kernel mode. The kernel keeps microseconds.</summary>
    // Safe: the kernel writes one struct rusage on this stack.
    public static long Now()
    {
        var usage = stackalloc long[UsageLongs];
        Ensure.That(Libc.GetResourceUsage(Children, usage) == 0);
        return ((usage[0] + usage[2]) * 1_000_000_000) + ((usage[1] + usage[3]) * 1000);
    }
}

/// <summary>
/// The processor time of the calling thread (CLOCK_THREAD_CPUTIME_ID): on a machine that others use too, a clock on the wall would
/// measure them as well. To read it is a system call, some 200 ns.
/// </summary>
public static unsafe class ThreadClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>Nanoseconds since the thread began.</summary>
    // Safe: the kernel writes one struct timespec, two longs, on this stack.
    public static long Now()
    {
        var time = stackalloc long[2];
        Ensure.That(Libc.ClockGetTime(ThreadCpuTime, time) == 0);
        return (time[0] * 1_000_000_000) + time[1];
    }
}
