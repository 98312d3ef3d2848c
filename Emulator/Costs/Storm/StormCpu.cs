namespace Emulator.Costs;

/// <summary>A CPU of the simulation: the task that it runs, those that wait for it, and what interrupts take of it.</summary>
internal sealed class StormCpu
{
    private double _interruptEnds;

    internal StormTask? Running { get; set; }

    internal Queue<StormTask> Waiting { get; } = [];

    /// <summary>Time that interrupt handlers took of whoever ran.</summary>
    internal double Stolen { get; private set; }

    /// <summary>An interrupt arrives.</summary>
    /// <returns>When the sender sees it acknowledged.</returns>
    internal double Interrupt(double arrival, double handle, double call)
    {
        // What is queued while the handler runs needs no interrupt of its own.
        var takes = arrival < _interruptEnds ? call : handle + call;
        _interruptEnds = Math.Max(arrival, _interruptEnds) + takes;
        Stolen += takes;
        return _interruptEnds;
    }
}
