using Emulator.Accounting;
using Emulator.Native;
using Emulator.Probes;

namespace Tests.Walks;

/// <summary>Counts calls by function, misses of tables among them, and nothing else.</summary>
internal readonly struct CountingProbe() : IProbe
{
    private readonly long[] _counts = new long[KernelFunctions.Count];
    private readonly CallTree _misses = new();

    public long this[KernelFunction function] => _counts[(int)function];

    public ReadOnlySpan<long> All => _counts;

    public void Clear() => Array.Clear(_counts);

    public void Enter(KernelFunction function) => _counts[(int)function]++;

    public void Leave()
    {
    }

    void IProbe.Calls(KernelFunction function, long times) => _counts[(int)function] += times;

    public void Translated(int cpu, int mm, VirtAddr address, int shift, Pte leaf, Pte table)
    {
    }

    public void Missed(int cpu, int mm, VirtAddr address)
    {
    }

    public Pte CachedTable(int cpu, int mm, VirtAddr address) => Pte.None;

    public void Loaded(int cpu, int mm, bool flushes, int evicted)
    {
    }

    public void Flushed(int cpu, int mm, TlbFlush flush)
    {
    }

    public void Gone(int mm)
    {
    }

    public void Touches(StateKey what, bool isWrite)
    {
    }

    public void Atomic(int cpu, bool begins)
    {
    }

    public void Locking(StateKey what, LockMode mode)
    {
    }

    public void Locked(StateKey what, LockMode mode)
    {
        var before = _misses[KernelFunction.TableMiss];
        _misses.Locked(what);
        _counts[(int)KernelFunction.TableMiss] += _misses[KernelFunction.TableMiss] - before;
    }

    public void Unlocked(StateKey what, LockMode mode)
    {
    }

    public void LookedUp(int mm, VirtAddr address)
    {
    }

    public void Changed(int mm, VirtAddr address, int shift, Pte old, Pte now)
    {
    }

    public void NotifierStarted(int mm, AddrRange range, NotifierEvent why)
    {
    }

    public void NotifierEnded(int mm, AddrRange range, NotifierEvent why)
    {
    }
}
