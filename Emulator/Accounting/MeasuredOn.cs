namespace Emulator.Accounting;

/// <summary>Where and when the costs of a profile were measured.</summary>
/// <param name="Machine">The processor, as /proc/cpuinfo names it.</param>
/// <param name="Kernel">Its version, as uname -r prints it.</param>
/// <param name="Commit">Of ptemu.</param>
/// <param name="Load">What else ran: the load averages before and after.</param>
public sealed record MeasuredOn(string Machine, int Cpus, bool IsVirtual, string Kernel, string Commit, string Date, string Load)
{
    /// <summary>How often each shape was measured, at least; null where nobody wrote it down.</summary>
    public int? Rounds { get; init; }

    /// <summary>What the virtual machine runs on, as its kernel names it; null where it did not say.</summary>
    public string? Hypervisor { get; init; }
}
