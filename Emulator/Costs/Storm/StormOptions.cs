namespace Emulator.Costs;

/// <summary>The storm: a process maps a file whose tables are all there, forks children; each touches some of it, and exits.</summary>
/// <param name="Gigabytes">Of the mapping: as many tables.</param>
/// <param name="Touches">Pages that each child touches, anywhere.</param>
/// <param name="Seed">Of where they are.</param>
public sealed record StormOptions(int Cpus = 196, int Children = 196, int Gigabytes = 1200, int Touches = 100, ulong Seed = 1)
{
    /// <summary>A bystander's pause between its page faults.</summary>
    public double BystanderPauseNs { get; init; } = 500_000;
}
