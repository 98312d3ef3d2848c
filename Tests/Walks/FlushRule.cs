namespace Tests.Walks;

/// <summary>When a walk flushes the TLB, once.</summary>
internal enum FlushRule
{
    Always,

    /// <summary>Where some 1G was to be visited, shared or not.</summary>
    IfRange,

    IfUnshared,
}
