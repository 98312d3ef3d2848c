using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Explore;

/// <summary>
/// A probe that lets an actor wait for its turn before each step, and tells another probe of everything. With no actor (the
/// statements before and after the block) nobody waits.
/// </summary>
internal struct ExploringProbe<TInner>(Turns? turns, Actor? actor, TInner inner) : IProbe where TInner : struct, IProbe
{
    /// <summary>Who is told, a struct that lives here.</summary>
    internal TInner Inner = inner;

    public readonly void Enter(KernelFunction function)
    {
        Inner.Enter(function);
        actor?.Enter(function);
    }

    public readonly void Leave()
    {
        Inner.Leave();
        actor?.Leave();
    }

    public readonly void Calls(KernelFunction function, long times) => Inner.Calls(function, times);

    public readonly void Translated(int cpu, int mm, VirtAddr address, int shift, Pte leaf, Pte table) =>
        Inner.Translated(cpu, mm, address, shift, leaf, table);

    public readonly void Missed(int cpu, int mm, VirtAddr address) => Inner.Missed(cpu, mm, address);

    public readonly Pte CachedTable(int cpu, int mm, VirtAddr address) => Inner.CachedTable(cpu, mm, address);

    public readonly void Flushed(int cpu, int mm, TlbFlush flush) => Inner.Flushed(cpu, mm, flush);

    public readonly void Loaded(int cpu, int mm, bool flushes, int evicted) => Inner.Loaded(cpu, mm, flushes, evicted);

    public readonly void Gone(int mm) => Inner.Gone(mm);

    public readonly void Touches(StateKey what, bool isWrite)
    {
        if (actor is not null) turns!.Touch(actor, Step.Touch(what, isWrite));
        Inner.Touches(what, isWrite);
    }

    public readonly void Atomic(int cpu, bool begins)
    {
        if (actor is not null) turns!.Atomic(actor, cpu, begins);
        Inner.Atomic(cpu, begins);
    }

    public readonly void Locking(StateKey what, LockMode mode)
    {
        if (actor is not null) turns!.Lock(actor, Step.Lock(what, mode));
        Inner.Locking(what, mode);
    }

    public readonly void Locked(StateKey what, LockMode mode)
    {
        if (actor is not null) turns!.Locked(actor, what, mode);
        Inner.Locked(what, mode);
    }

    public readonly void Unlocked(StateKey what, LockMode mode)
    {
        Inner.Unlocked(what, mode);
        if (actor is not null) turns!.Unlocked(actor, what, mode);
    }

    public readonly void LookedUp(int mm, VirtAddr address) => Inner.LookedUp(mm, address);

    public readonly void Changed(int mm, VirtAddr address, int shift, Pte old, Pte now) => Inner.Changed(mm, address, shift, old, now);

    public readonly void NotifierStarted(int mm, AddrRange range, NotifierEvent why) => Inner.NotifierStarted(mm, range, why);

    public readonly void NotifierEnded(int mm, AddrRange range, NotifierEvent why) => Inner.NotifierEnded(mm, range, why);
}
