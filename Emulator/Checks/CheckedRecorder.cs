using Emulator.Accounting;
using Emulator.Native;
using Emulator.Probes;
using Emulator.Tlb;

namespace Emulator.Checks;

/// <summary>The <see cref="Recorder"/>, and every check told of every step.</summary>
/// <param name="actor">The CPU whose accesses are the program's; what other CPUs only could have cached is no access.</param>
public struct CheckedRecorder(CheckSet checks, int actor = 0) : IRecordingProbe
{
    private Recorder _recorder = new();

    public readonly CallTree CallTree => _recorder.Calls;

    public readonly TlbContents Tlb => _recorder.Tlb;

    public void StartStatement() => _recorder.StartStatement();

    public readonly void Enter(KernelFunction function)
    {
        _recorder.Enter(function);
        checks.Steps.Enter(function);
        checks.Tables.Enter(function);
    }

    public readonly void Leave()
    {
        _recorder.Leave();
        checks.Steps.Leave();
    }

    public readonly void Calls(KernelFunction function, long times) => _recorder.Calls.Add(function, times);

    public readonly void Translated(int cpu, int mm, VirtAddr address, int shift, Pte leaf, Pte table)
    {
        _recorder.Translated(cpu, mm, address, shift, leaf, table);
        if (cpu != actor || checks.IsWrite is not { } isWrite) return;
        checks.Promises.Translated(mm, address, leaf);
        checks.Contents.Translated(mm, address, leaf, isWrite);
    }

    public readonly void Missed(int cpu, int mm, VirtAddr address)
    {
    }

    public readonly Pte CachedTable(int cpu, int mm, VirtAddr address) => _recorder.CachedTable(cpu, mm, address);

    public readonly void Flushed(int cpu, int mm, TlbFlush flush)
    {
        _recorder.Flushed(cpu, mm, flush);
        checks.Steps.Flushed(mm, flush);
    }

    public readonly void Loaded(int cpu, int mm, bool flushes, int evicted) => _recorder.Loaded(cpu, mm, flushes, evicted);

    public readonly void Gone(int mm)
    {
        _recorder.Gone(mm);
        checks.Promises.Gone(mm);
        checks.Contents.Gone(mm);
    }

    public readonly void Touches(StateKey what, bool isWrite) => checks.Tables.Touches(what, isWrite);

    public readonly void Atomic(int cpu, bool begins)
    {
    }

    public readonly void Locking(StateKey what, LockMode mode) => checks.Steps.Locking(what, mode);

    public readonly void Locked(StateKey what, LockMode mode)
    {
        _recorder.Locked(what, mode);
        checks.Steps.Locked(what, mode);
    }

    public readonly void Unlocked(StateKey what, LockMode mode) => checks.Steps.Unlocked(what, mode);

    public readonly void LookedUp(int mm, VirtAddr address) => checks.Steps.LookedUp(mm, address);

    public readonly void Changed(int mm, VirtAddr address, int shift, Pte old, Pte now)
    {
        _recorder.Changed(mm, address, shift, old, now);
        checks.Steps.Changed(mm, address, shift, old, now);
        checks.Tables.Changed(mm, address, shift, old, now);
        checks.Promises.Changed(mm, address, shift, old, now);
        checks.Contents.Changed(shift, old, now);
    }

    public readonly void NotifierStarted(int mm, AddrRange range, NotifierEvent why) => checks.Steps.NotifierStarted(mm, range, why);

    public readonly void NotifierEnded(int mm, AddrRange range, NotifierEvent why) => checks.Steps.NotifierEnded(mm, range, why);
}
