using Emulator.Native;
using Emulator.Tlb;

namespace Emulator.Checks;

/// <summary>What a CPU still holds of a mm, and another may hold too.</summary>
internal sealed class StaleEntries(HashSet<CachedTranslation> held) : IEquatable<StaleEntries>
{
    internal int Count => held.Count;

    internal CachedTranslation First { get; } = held.MinBy(one => (one.Start, one.Shift));

    internal AddrRange Range { get; } = new(held.Min(one => one.Start), held.Max(one => one.Range.End));

    public bool Equals(StaleEntries? other) => other is not null && other.Range == Range && other.First == First && held.SetEquals(other.Held);

    public override bool Equals(object? obj) => Equals(obj as StaleEntries);

    public override int GetHashCode() => HashCode.Combine(Range, First, held.Count);

    private HashSet<CachedTranslation> Held => held;
}
