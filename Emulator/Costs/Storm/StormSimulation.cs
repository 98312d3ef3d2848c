using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Costs;

/// <summary>
/// The discrete-event simulation: every CPU runs one task at a time, in the order in which they came, until it sleeps. Interrupts
/// take time of whoever runs. Events of one time go in the order in which they were made, so a storm is the same every time.
/// </summary>
internal sealed class StormSimulation
{
    private readonly PriorityQueue<StormTask, (double Time, long Number)> _events = new();
    private readonly StormMachine _machine;
    private readonly double[] _times;
    private readonly double _pause;
    private readonly StormCpu[] _cpus;
    private readonly StormLock[] _locks;
    private readonly StormTask[] _children;
    private readonly List<double> _latencies = [];
    private readonly Dictionary<StateKind, StormLockUse> _uses = [];
    private long _eventCount, _ipis;
    private double _longestStall, _now, _end;
    private int _left;

    /// <param name="times">Of work, by its number, in nanoseconds.</param>
    internal StormSimulation(StormScript script, StormOptions options, StormMachine machine, double[] times)
    {
        _machine = machine;
        _times = times;
        _pause = options.BystanderPauseNs;
        _cpus = [.. Enumerable.Range(0, options.Cpus).Select(_ => new StormCpu())];
        _locks = [.. Enumerable.Range(0, script.Locks.Count).Select(number => LockOf(script.Locks.KeyOf(number).Kind))];
        // The parent has the first CPU, the bystander the last, the children those between.
        _children = [.. script.Children.Select((steps, i) => new StormTask(1 + (i % (options.Cpus - 2)), steps))];
        _left = _children.Length;
        Wake(new(0, script.Parent), 0);
        Wake(new(options.Cpus - 1, script.Bystander), 0);
    }

    /// <param name="functions">The profile's functions that take part.</param>
    internal StormResult Run(StormScript script, IReadOnlyList<KernelFunction> functions)
    {
        // What the bystander does when all is over is of no interest.
        while (_left > 0 && _events.TryDequeue(out var task, out var due))
        {
            _now = due.Time;
            Resume(task);
        }

        Ensure.That(_left == 0, "every child is started, and gets each lock that it waits for");
        return new(_end, _ipis, script.SyncIpis, script.DistinctTables, _longestStall, _latencies, [.. _uses.Values.OrderBy(use => use.Kind)])
        {
            Functions = functions,
        };
    }

    private StormLock LockOf(StateKind kind)
    {
        if (!_uses.TryGetValue(kind, out var use)) _uses.Add(kind, use = new(kind));
        return new(use, kind == StateKind.PageTableLock);
    }

    private void Schedule(StormTask task, double time) => _events.Enqueue(task, (time, _eventCount++));

    /// <summary>A task can run from a time on: then, if its CPU is free.</summary>
    private void Wake(StormTask task, double time)
    {
        if (_cpus[task.Cpu].TryRun(task, time)) Schedule(task, time);
    }

    private void LeaveCpu(StormTask task)
    {
        var cpu = _cpus[task.Cpu];
        var time = cpu.Leave(_now);
        if (cpu.Running is { } next) Schedule(next, time);
    }

    /// <summary>Goes on until it must wait for something.</summary>
    private void Resume(StormTask task)
    {
        while (!task.IsDone)
        {
            if (!Pass(task)) return;
            task.IsUnderWay = false;
            task.Next++;
        }

        LeaveCpu(task);
        if (!_children.Contains(task)) return;
        _left--;
        _end = _now;
    }

    /// <returns>Is the step over? Else the task will be resumed.</returns>
    private bool Pass(StormTask task)
    {
        var step = task.Step;
        switch (step.Kind)
        {
            case StormStepKind.Work:
                return Work(task, _times[step.Number]);
            case StormStepKind.Lock:
                return Lock(task, _locks[step.Number], step.Mode);
            case StormStepKind.Unlock:
                Unlock(_locks[step.Number], step.Mode);
                return true;
            case StormStepKind.Interrupt:
                return Interrupt(task, step.Number);
            case StormStepKind.Start:
                Wake(_children[step.Number], _now);
                return true;
            case StormStepKind.Sleep:
                return Sleep(task, _pause);
            case StormStepKind.Begin:
                task.BeganAt = _now;
                return true;
            default:
                _latencies.Add(_now - task.BeganAt);
                return true;
        }
    }

    /// <summary>Work lasts longer by what interrupts take meanwhile.</summary>
    private bool Work(StormTask task, double nanoseconds)
    {
        var cpu = _cpus[task.Cpu];
        var stolen = cpu.StolenAt(_now);
        var more = task.IsUnderWay ? stolen - task.StolenBefore : nanoseconds;
        if (more <= 0) return true;
        task.StolenBefore = stolen;
        task.IsUnderWay = true;
        Schedule(task, _now + more);
        return false;
    }

    private bool Lock(StormTask task, StormLock held, LockMode mode)
    {
        if (task.IsUnderWay)
        {
            var waited = _now - task.WaitsSince;
            held.Use.WaitedNs += waited;
            held.Use.LongestWaitNs = Math.Max(held.Use.LongestWaitNs, waited);
            _longestStall = Math.Max(_longestStall, waited);
            return true;
        }

        if (held.TryTake(task, mode, _now)) return true;
        task.IsUnderWay = true;
        if (!held.IsSpinlock) LeaveCpu(task);
        return false;
    }

    private void Unlock(StormLock held, LockMode mode) => held.Release(mode, _now, next =>
    {
        if (held.IsSpinlock) Schedule(next, _now + _machine.SpinHandoff.Nanoseconds);
        else Wake(next, _now + _machine.Wakeup.Nanoseconds);
    });

    /// <summary>smp_call_function_many_cond: one target after the other, then a wait for the last acknowledgement.</summary>
    private bool Interrupt(StormTask task, int targets)
    {
        if (task.IsUnderWay) return true;
        var (send, latency) = (_machine.IpiSend.Nanoseconds, _machine.IpiLatency.Nanoseconds);
        var (handle, call) = (_machine.IpiHandle.Nanoseconds, _machine.CsdCall.Nanoseconds);
        var (sent, over) = (_now, _now);
        for (int number = 0, left = targets; left > 0 && number < _cpus.Length; number++)
        {
            if (number == task.Cpu) continue;
            left--;
            sent += send;
            over = Math.Max(over, _cpus[number].Interrupt(_now, sent + latency, handle, call));
        }

        _ipis += targets;
        _longestStall = Math.Max(_longestStall, over - _now);
        task.IsUnderWay = true;
        Schedule(task, over);
        return false;
    }

    private bool Sleep(StormTask task, double nanoseconds)
    {
        // Only the bystander does, whose CPU is its own: nobody takes it meanwhile.
        if (task.IsUnderWay) return true;
        task.IsUnderWay = true;
        Schedule(task, _now + nanoseconds);
        return false;
    }
}
