namespace Emulator.Native;

/// <content>
/// A block of tags through one array, for counting. What an array misses, in order, is exactly what the next level sees. Where hits and
/// misses mix, no branch depends on them: a miss is written to where the next one will overwrite it or not, and moves the set as a hit
/// of its last way does. Where nearly all miss, a branch that says so is cheaper.
/// </content>
public sealed unsafe partial class TlbArray
{
    /// <summary>In the block before, at most one of 32 hit.</summary>
    private bool _expectsMisses;

    /// <summary>Touches each tag, or puts it in.</summary>
    /// <param name="missed">Where the tags go that were not there: room for all, and one more.</param>
    /// <param name="shift">The page shift of the kind of entry that all the tags are.</param>
    /// <returns>How many were not there.</returns>
    internal int Stream(ulong* tags, int count, ulong* missed, int shift)
    {
        // Safe: TlbReplay, the only caller, gives buffers of its own; an array's own sets are as everywhere.
        var misses = _keeping == Keeping.InPlace && Simd.Active != SimdKernel.Scalar
            ? StreamInPlace(tags, count, missed, shift)
            : StreamByCalls(tags, count, missed);
        _expectsMisses = misses > count - (count / 32);
        return misses;
    }

    // Safe: as Stream. The specification.
    private int StreamByCalls(ulong* tags, int count, ulong* missed)
    {
        var misses = 0;
        for (var i = 0; i < count; i++)
        {
            var tag = new TlbTag(tags[i]);
            if (TryTouch(tag, out _)) continue;
            Insert(tag, default);
            missed[misses++] = tag.Raw;
        }

        return misses;
    }
}
