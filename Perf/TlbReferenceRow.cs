using Emulator.Native;
using Emulator.Tlb;

namespace Perf;

/// <summary>Medians of a measurement, and the median of the ratios of each round.</summary>
/// <param name="IsEqual">Were the counts of every block the same?</param>
internal sealed record TlbReferenceRow(
    AccessPattern Pattern, int Threads, double OursNs, double ReferenceNs, double Ratio, bool IsEqual, TlbReplayCounts Counts);
