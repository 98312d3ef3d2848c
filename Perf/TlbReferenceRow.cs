using Emulator.Native;
using Emulator.Tlb;
using Perf.Measure;

namespace Perf;

/// <summary>A measurement, round by round, in nanoseconds an access of a thread, divided by the threads.</summary>
/// <param name="IsEqual">Were the counts of every block the same?</param>
internal sealed record TlbReferenceRow(
    AccessPattern Pattern, int Threads, IReadOnlyList<double> Ours, IReadOnlyList<double> Theirs, bool IsEqual, TlbReplayCounts Counts)
{
    internal double OursNs => Contest.MedianOf(Ours);

    internal double ReferenceNs => Contest.MedianOf(Theirs);

    internal double Ratio => Contest.MedianOf(Contest.RatiosOf(Ours, Theirs));
}
