namespace Emulator.Reports;

/// <summary>How long this program took for a walk with the silent probe, on the machine it ran on.</summary>
/// <param name="MedianNs">Median of the runs, in nanoseconds.</param>
/// <param name="Runs">How many runs, each on the same tables: a snapshot puts them back before it.</param>
public readonly record struct WalkTime(double MedianNs, int Runs);
