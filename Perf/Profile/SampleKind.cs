namespace Perf.Profile;

/// <summary>Who takes the samples, and so what they are samples of.</summary>
internal enum SampleKind
{
    /// <summary>The kernel's perf: where the CPU was, at an interval of CPU time.</summary>
    Perf,

    /// <summary>The runtime's EventPipe: where each managed thread was at its next safepoint, at an interval of wall time.</summary>
    EventPipe,
}
