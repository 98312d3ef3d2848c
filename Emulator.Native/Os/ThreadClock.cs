namespace Emulator.Native;

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
