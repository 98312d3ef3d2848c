using Emulator.Explore;
using Emulator.Native;
using Emulator.Probes;

namespace Tests.Explore;

/// <summary>A few actors that are not a kernel: what they touch are cells of an array, so every interleaving can be counted by hand.</summary>
internal sealed class Litmus : IDisposable
{
    private readonly SharedState _shared = new();
    private readonly Turns _turns;
    private readonly Action<Litmus, Actor>[] _bodies;
    private readonly Dictionary<int, int> _held = [];

    public Litmus(params Action<Litmus, Actor>[] bodies)
    {
        _bodies = bodies;
        _turns = new([.. bodies.Select((_, number) => new Actor(number, $"P{number}", number, CurrentThread.StayOn()))], _shared);
    }

    /// <summary>The state; all zero at the start of an execution.</summary>
    public int[] Cells { get; private set; } = [];

    public SortedSet<string> Outcomes { get; } = [];

    public int Executions { get; private set; }

    public int States { get; private set; }

    /// <summary>Why nobody could go on, in the executions where that was so.</summary>
    public SortedSet<string> Deadlocks { get; } = [];

    /// <summary>All interleavings, until nothing more is learned of what is shared.</summary>
    public Litmus Explore(bool reduces)
    {
        var search = new DepthFirst(reduces);
        for (; ; )
        {
            Run(search);
            if (!search.WasCut) Outcomes.Add(string.Join(' ', Cells));
            States = search.States;
            if (reduces && _shared.Renew()) search = new(reduces);
            else if (!search.Next(_turns)) return this;
        }
    }

    /// <summary>One execution.</summary>
    public void Run(IChooser chooser)
    {
        Cells = new int[8];
        _held.Clear();
        Executions++;
        _turns.Run(chooser, [.. _bodies.Select(body => new Action<Actor>(actor => Try(body, actor)))]);
        if (_turns.Deadlock is { } deadlock) Deadlocks.Add(deadlock);
    }

    public int Read(Actor actor, int cell)
    {
        _turns.Touch(actor, Step.Touch(Key(cell), isWrite: false));
        return Cells[cell];
    }

    public void Write(Actor actor, int cell, int value)
    {
        _turns.Touch(actor, Step.Touch(Key(cell), isWrite: true));
        Cells[cell] = value;
    }

    public void Lock(Actor actor, int number, LockMode mode = LockMode.Write)
    {
        _turns.Lock(actor, Step.Lock(LockKey(number), mode));
        _turns.Locked(actor, LockKey(number), mode);
        if (mode == LockMode.Write) _held[number] = actor.Number;
    }

    public void Unlock(Actor actor, int number, LockMode mode = LockMode.Write)
    {
        if (mode == LockMode.Write) _held.Remove(number);
        _turns.Unlocked(actor, LockKey(number), mode);
    }

    public void Atomic(Actor actor, Action body)
    {
        _turns.Atomic(actor, actor.Cpu, begins: true);
        body();
        _turns.Atomic(actor, actor.Cpu, begins: false);
    }

    public void Dispose() => _turns.Dispose();

    private void Try(Action<Litmus, Actor> body, Actor actor)
    {
        try
        {
            body(this, actor);
        }
        catch (Emulator.Kernel.KernelDeadlockException)
        {
            // What a kernel's call does: it ends, and its locks go.
            foreach (var (number, _) in _held.Where(held => held.Value == actor.Number).ToList()) Unlock(actor, number);
        }
    }

    private static StateKey Key(int cell) => StateKey.Shares(new((ulong)cell));

    private static StateKey LockKey(int number) => StateKey.PageTableLock(new((ulong)number));
}
