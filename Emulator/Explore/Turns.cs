using System.Diagnostics;
using System.Numerics;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Explore;

/// <summary>
/// Whose turn it is. Each actor stops before a step that others can tell, and whoever ran decides by the chooser who goes on, so
/// exactly one thread runs at any time and every execution can be repeated.
/// </summary>
internal sealed class Turns : IDisposable
{
    private const int StepsBetweenLooks = 4096;

    private readonly Actor[] _actors;
    private readonly SharedState _shared;
    private readonly LockTable _locks = new();
    private readonly Happened _happened;
    private readonly Footprint _footprint = new();
    private readonly Baton _end = new();
    private IChooser _chooser = null!;
    private Exception? _failure;
    private long _steps;

    internal Turns(Actor[] actors, SharedState shared)
    {
        (_actors, _shared, _happened) = (actors, shared, new(actors.Length));
        foreach (var actor in actors) actor.Ended = Finish;
    }

    internal IReadOnlyList<Actor> Actors => _actors;

    /// <summary>Runs since the search began.</summary>
    internal Stopwatch Clock { get; } = new();

    /// <summary>An execution that is under way at this time is broken off.</summary>
    internal TimeSpan TimeMax { get; set; } = TimeSpan.MaxValue;

    /// <summary>Was the last execution broken off?</summary>
    internal bool IsOutOfTime { get; private set; }

    /// <summary>The actors that can take their next step, a bit each.</summary>
    internal ulong Enabled { get; private set; }

    /// <summary>The actor that ran last; -1 at the start.</summary>
    internal int Running { get; private set; }

    /// <summary>The actor that runs, chosen or only started.</summary>
    internal int Current { get; private set; }

    /// <summary>Steps that were chosen, over all executions.</summary>
    internal long Transitions { get; private set; }

    /// <summary>Why nobody could go on, if that happened.</summary>
    internal string? Deadlock { get; private set; }

    /// <summary>Told of each step that is chosen, by whom; for a timeline.</summary>
    internal Action<Actor, Step>? Watch { get; set; }

    internal ulong Signature => _happened.Signature;

    /// <summary>What the last transition reached.</summary>
    internal Step[] TakeFootprint() => _footprint.Take();

    /// <summary>Runs the jobs to their ends, in the order that the chooser wants.</summary>
    internal void Run(IChooser chooser, IReadOnlyList<Action<Actor>> jobs)
    {
        _chooser = chooser;
        _locks.Clear();
        _happened.Clear();
        _footprint.Clear();
        (Running, Deadlock, _failure, IsOutOfTime) = (-1, null, null, false);
        for (var i = 0; i < _actors.Length; i++) _actors[i].Begin(jobs[i]);
        _actors[Choose()].Baton.Pass();
        _end.Take();
        if (_failure is not null) throw new AggregateException("the turns", _failure);
        foreach (var actor in _actors)
        {
            if (actor.Error is { } error and not OutOfTimeException) throw new AggregateException($"actor {actor.Name}", error);
        }
    }

    /// <summary>The actor reaches a piece of state next.</summary>
    internal void Touch(Actor actor, Step step)
    {
        CheckTime();
        var isVisible = _chooser.SeesEveryStep || _shared.Contains(step.What);
        _shared.Note(actor.Number, step);
        if (actor.IsAtomic)
        {
            if (isVisible) Add(actor, step);
            return;
        }

        actor.Steps++;
        if (isVisible) Yield(actor, step);
    }

    /// <summary>All that the actor touches until it ends is one step, and always one that others may tell.</summary>
    internal void Atomic(Actor actor, int cpu, bool begins)
    {
        actor.IsAtomic = begins;
        if (!begins) return;
        var step = Step.Touch(StateKey.Cpu(cpu), isWrite: true);
        actor.Steps++;
        _shared.Note(actor.Number, step);
        Yield(actor, step);
    }

    /// <summary>The actor takes a lock next; it comes back when the lock is free.</summary>
    internal void Lock(Actor actor, Step step)
    {
        actor.Steps++;
        _shared.Note(actor.Number, step);
        if (_chooser.SeesEveryStep || _shared.Contains(step.What) || !_locks.IsFree(actor.Number, step)) Yield(actor, step);
    }

    internal void Locked(Actor actor, StateKey what, LockMode mode) => _locks.Take(actor.Number, what, mode);

    internal void Unlocked(Actor actor, StateKey what, LockMode mode)
    {
        _locks.LetGo(actor.Number, what, mode);
        if (_chooser.SeesEveryStep || _shared.Contains(what)) Add(actor, Step.Unlock(what, mode));
    }

    // Safe to call once nobody runs.
    public void Dispose()
    {
        foreach (var actor in _actors) actor.Dispose();
        _end.Dispose();
    }

    private void Yield(Actor actor, Step step)
    {
        actor.Pending = step;
        var next = _actors[Choose()];
        if (next != actor)
        {
            next.Baton.Pass();
            actor.Baton.Take();
        }

        if (actor.IsStuck) throw new KernelDeadlockException(step.What.LockName, Deadlock!);
        Add(actor, step);
    }

    private void Add(Actor actor, Step step)
    {
        _footprint.Add(step);
        _happened.Add(actor.Number, step);
        Watch?.Invoke(actor, step);
    }

    private void Finish(Actor actor)
    {
        actor.IsFinished = true;
        var next = Array.TrueForAll(_actors, one => one.IsFinished) ? null : _actors[Choose()];
        (next?.Baton ?? _end).Pass();
    }

    /// <summary>An execution may be long itself: its actors give up where they are.</summary>
    private void CheckTime()
    {
        if (++_steps % StepsBetweenLooks == 0 && Clock.Elapsed > TimeMax) IsOutOfTime = true;
        if (IsOutOfTime) throw new OutOfTimeException();
    }

    private int Choose()
    {
        // To start reaches nothing, so it is not a choice: each actor runs to its first step first.
        foreach (var actor in _actors)
        {
            if (actor.HasStarted) continue;
            actor.HasStarted = true;
            return Current = actor.Number;
        }

        Enabled = 0;
        foreach (var actor in _actors)
        {
            if (!actor.IsFinished && _locks.IsFree(actor.Number, actor.Pending)) Enabled |= 1UL << actor.Number;
        }

        if (Enabled == 0) return Current = Running = GiveUp();
        return Current = Running = IsOutOfTime ? BitOperations.TrailingZeroCount(Enabled) : Ask();
    }

    /// <summary>
    /// An execution that is broken off is none that the chooser could follow: then anybody goes on, so that all come to their ends. Who
    /// waits in the middle of a call would else wait for ever.
    /// </summary>
    private int Ask()
    {
        Transitions++;
        try
        {
            var chosen = _chooser.Choose(this);
            Ensure.That((Enabled >> chosen & 1) != 0);
            return chosen;
        }
        catch (Exception failure)
        {
            // Nobody is above this on an actor's thread; the explorer's thread throws it on.
            (_failure, IsOutOfTime) = (failure, true);
            return BitOperations.TrailingZeroCount(Enabled);
        }
    }

    /// <summary>Everybody waits for somebody. The first one's call ends, which lets the others go on.</summary>
    private int GiveUp()
    {
        var stuck = _actors.Where(actor => !actor.IsFinished).ToList();
        Deadlock ??= string.Join("; ", stuck.Select(actor =>
            $"{actor.Name} waits for {actor.Pending.What.LockName}, which "
            + $"{string.Join(" and ", _locks.HoldersOf(actor.Pending.What).Select(holder => _actors[holder].Name))} has"));
        stuck[0].IsStuck = true;
        return stuck[0].Number;
    }
}
