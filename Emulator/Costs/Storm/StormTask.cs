namespace Emulator.Costs;

/// <summary>A task of the simulation: steps, and where it is in them.</summary>
internal sealed class StormTask(int cpu, List<StormStep> steps)
{
    internal int Cpu => cpu;

    internal bool IsDone => Next == steps.Count;

    internal StormStep Step => steps[Next];

    internal int Next { get; set; }

    /// <summary>It began its step, and is woken when that is over.</summary>
    internal bool IsUnderWay { get; set; }

    /// <summary>What interrupts had taken of its CPU when its work was last looked at.</summary>
    internal double StolenBefore { get; set; }

    internal double WaitsSince { get; set; }

    internal double BeganAt { get; set; }
}
