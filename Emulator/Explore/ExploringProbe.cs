using Emulator.Accounting;
using Emulator.Native;

namespace Emulator.Explore;

/// <summary>
/// A probe that lets an actor wait for its turn before each step, and tells another probe of everything. With no actor (the
/// statements before and after the block) nobody waits.
/// </summary>
internal readonly struct ExploringProbe<TInner>(Turns? turns, Actor? actor, TInner inner) : IProbe where TInner : struct, IProbe
{
    internal TInner Inner => inner;

    public void Enter(KernelFunction function)
    {
        inner.Enter(function);
        actor?.Enter(function);
    }

    public void Leave()
    {
        inner.Leave();
        actor?.Leave();
    }

    public void Calls(KernelFunction function, long times) => inner.Calls(function, times);

    public void Translated(int cpu, int mm, VirtAddr address, int shift, Pte leaf, Pte table) =>
        inner.Translated(cpu, mm, address, shift, leaf, table);

    public Pte CachedTable(int cpu, int mm, VirtAddr address) => inner.CachedTable(cpu, mm, address);

    public void Flushed(int cpu, int mm, AddrRange range, bool isFull, bool keepsTables) =>
        inner.Flushed(cpu, mm, range, isFull, keepsTables);

    public void Gone(int mm) => inner.Gone(mm);

    public void Touches(StateKey what, bool isWrite)
    {
        if (actor is not null) turns!.Touch(actor, Step.Touch(what, isWrite));
        inner.Touches(what, isWrite);
    }

    public void Atomic(int cpu, bool begins)
    {
        if (actor is not null) turns!.Atomic(actor, cpu, begins);
        inner.Atomic(cpu, begins);
    }

    public void Locking(StateKey what, LockMode mode)
    {
        if (actor is not null) turns!.Lock(actor, Step.Lock(what, mode));
        inner.Locking(what, mode);
    }

    public void Locked(StateKey what, LockMode mode)
    {
        if (actor is not null) turns!.Locked(actor, what, mode);
        inner.Locked(what, mode);
    }

    public void Unlocked(StateKey what, LockMode mode)
    {
        inner.Unlocked(what, mode);
        if (actor is not null) turns!.Unlocked(actor, what, mode);
    }

    public void LookedUp(int mm, VirtAddr address) => inner.LookedUp(mm, address);

    public void Changed(int mm, VirtAddr address, int shift, Pte old, Pte now) => inner.Changed(mm, address, shift, old, now);

    public void NotifierStarted(int mm, AddrRange range, NotifierEvent why) => inner.NotifierStarted(mm, range, why);

    public void NotifierEnded(int mm, AddrRange range, NotifierEvent why) => inner.NotifierEnded(mm, range, why);
}
