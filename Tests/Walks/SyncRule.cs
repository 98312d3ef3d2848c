namespace Tests.Walks;

/// <summary>When a walk waits for walkers on all CPUs.</summary>
internal enum SyncRule
{
    Never,
    EachTable,

    /// <summary>Once a flush, if some table went from two users to one.</summary>
    OnceIfExclusive,
}
