using System.Runtime.InteropServices;

namespace Emulator.Native;

/// <summary>
/// One thread waits until another passes it the baton: a futex, since a switch between two threads of one CPU is then a few
/// microseconds, and the library's semaphores take several times that.
/// </summary>
public sealed unsafe partial class Baton : IDisposable
{
    private const int Waiting = 0;
    private const int Passed = 1;
    private int* _word = (int*)NativeMemory.AlignedAlloc(64, 64);

    // Safe: the word was allocated above.
    public Baton() => *_word = Waiting;

    /// <summary>Lets the thread that waits, or will wait, go on.</summary>
    // Safe: the word lives until Dispose, which the owner calls when both threads are done with it.
    public void Pass()
    {
        Volatile.Write(ref *_word, Passed);
        Futex(SystemCall.Futex, _word, SystemCall.FutexWakePrivate, 1, 0, 0, 0);
    }

    /// <summary>Waits for <see cref="Pass"/>, and takes the baton.</summary>
    // Safe: as Pass.
    public void Take()
    {
        // The kernel looks again at the word before it lets the thread sleep, so a Pass in between is not lost.
        while (Interlocked.CompareExchange(ref *_word, Waiting, Passed) != Passed)
        {
            Futex(SystemCall.Futex, _word, SystemCall.FutexWaitPrivate, Waiting, 0, 0, 0);
        }
    }

    // Safe: the word is ours, and nobody uses it after this.
    public void Dispose()
    {
        NativeMemory.AlignedFree(_word);
        _word = null;
    }

    private static class SystemCall
    {
        internal const nint Futex = 202;
        internal const nint FutexWaitPrivate = 128;
        internal const nint FutexWakePrivate = 129;
    }

    // Safe: the kernel reads and compares one int; syscall(2) is variadic in integers only, which pass in registers all the same.
    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Futex(nint number, int* word, nint operation, nint value, nint timeout, nint word2, nint value3);
}
