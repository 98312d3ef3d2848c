namespace Emulator.Scenarios;

/// <summary>What an invalidation of a leaf does to the paging-structure caches.</summary>
public enum TlbKind
{
    /// <summary>As x86: the entries that lead to the leaf go too.</summary>
    Full,

    /// <summary>As arm64 can: walk-cache entries stay unless the flush says that tables were freed.</summary>
    LeafOnly,
}
