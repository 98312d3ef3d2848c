namespace Emulator.Costs;

/// <summary>A CPU of the simulation: the task that it runs, those that wait for it, and what interrupts take of it.</summary>
internal sealed class StormCpu
{
    private readonly Queue<(StormTask Task, double Time)> _waiting = [];
    private double _interruptEnds, _stolen, _sent, _sentStarts;

    internal StormTask? Running { get; private set; }

    /// <summary>A task can run from a time on: it is being woken until then.</summary>
    /// <returns>Is the CPU free, so that it runs then? Else it waits for the CPU.</returns>
    internal bool TryRun(StormTask task, double time)
    {
        if (Running is not null)
        {
            _waiting.Enqueue((task, time));
            return false;
        }

        Running = task;
        return true;
    }

    /// <summary>The running task leaves, and the next one, if any, has the CPU.</summary>
    /// <returns>When the next runs: not before it is awake.</returns>
    internal double Leave(double now)
    {
        Running = _waiting.TryDequeue(out var next) ? next.Task : null;
        return Math.Max(now, next.Time);
    }

    /// <summary>Time that interrupt handlers took of whoever ran, of those that began until now. Now never goes back.</summary>
    internal double StolenAt(double now)
    {
        if (_sentStarts > now) return _stolen;
        _stolen += _sent;
        _sent = 0;
        return _stolen;
    }

    /// <summary>An interrupt is sent. What is sent before the last one arrived counts from that one's arrival: senders of one file never do that.</summary>
    /// <param name="arrival">When it arrives, now or later.</param>
    /// <returns>When the sender sees it acknowledged.</returns>
    internal double Interrupt(double now, double arrival, double handle, double call)
    {
        StolenAt(now);
        // What is queued while the handler runs needs no interrupt of its own.
        var takes = arrival < _interruptEnds ? call : handle + call;
        var start = Math.Max(arrival, _interruptEnds);
        if (_sent == 0) _sentStarts = start;
        _sent += takes;
        _interruptEnds = start + takes;
        return _interruptEnds;
    }
}
