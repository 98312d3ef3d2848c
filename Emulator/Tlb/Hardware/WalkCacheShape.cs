using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>A paging-structure cache (SDM 4.10.3): fully associative, LRU.</summary>
/// <param name="Holds">Of which levels: some CPUs keep two kinds in one cache.</param>
public sealed record WalkCacheShape(int Entries, IReadOnlyList<TlbEntryKind> Holds, string Source);
