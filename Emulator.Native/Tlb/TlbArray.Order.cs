using System.Runtime.CompilerServices;

namespace Emulator.Native;

/// <content>
/// Which way of a set makes room. Up to 16 ways lie in the order of use themselves, the last one used first, so that the one to go is
/// always the last, and what moves is a few vectors:
/// <code>
/// set  [ used last | ... | used longest ago | 0 empty ... ]
/// </code>
/// More ways keep their places, and have their numbers in that order, a byte each. In both the empty ways are the last. Tree-PLRU: node 1
/// is the root, node n has 2n and 2n + 1 below it, and the leaves are the ways; a set whose number of ways is not a power of two has the
/// tree of the next one, and never points where there is no way.
/// </content>
public sealed unsafe partial class TlbArray
{
    private const int WaysInPlaceMax = 16;

    private readonly Keeping _keeping;
    private readonly byte[] _bytes;
    private readonly int _leaves;

    private enum Keeping
    {
        InPlace,
        Bytes,
        Tree,
    }

    private static Keeping KeepingOf(int ways, TlbReplacement replacement) => replacement switch
    {
        TlbReplacement.TreePlru => Keeping.Tree,
        _ when ways <= WaysInPlaceMax => Keeping.InPlace,
        _ => Keeping.Bytes,
    };

    /// <summary>A way was used.</summary>
    // Safe: the set's own ways.
    private void Touch(nuint set, int way)
    {
        switch (_keeping)
        {
            case Keeping.InPlace:
                MoveToFront(_tags + (set * (nuint)_stride), way);
                MoveToFront(_entries + (set * (nuint)_stride), way);
                break;
            case Keeping.Bytes:
                var ages = AgesOf(set);
                var age = ages.IndexOf((byte)way);
                ages[..age].CopyTo(ages[1..]);
                ages[0] = (byte)way;
                break;
            default:
                // Every bit above the way points to the other half.
                var nodes = NodesOf(set);
                for (var node = way + _leaves; node > 1; node >>= 1) nodes[node >> 1] = (byte)(~node & 1);
                break;
        }
    }

    private int Victim(nuint set) => _keeping switch
    {
        Keeping.InPlace => Ways - 1,
        Keeping.Bytes => AgesOf(set)[^1],
        _ => EmptyOrPointedAt(set),
    };

    /// <summary>The way that was used so many uses of others ago; a tree knows no ages, and counts the ways from the last.</summary>
    private int WayOfAge(nuint set, int age) => _keeping switch
    {
        Keeping.InPlace => age,
        Keeping.Bytes => AgesOf(set)[age],
        _ => Ways - 1 - age,
    };

    // Safe: the set's own ways; the padding beyond them is 0 too, and comes after.
    private int EmptyOrPointedAt(nuint set)
    {
        var empty = Find(_tags + (set * (nuint)_stride), 0);
        if (empty >= 0 && empty < Ways) return empty;
        var nodes = NodesOf(set);
        var node = 1;
        for (var span = _leaves >> 1; span > 0; span >>= 1)
        {
            node = (node << 1) | nodes[node];
            // The first way below the right half must exist.
            if ((node * span) - _leaves >= Ways) node--;
        }

        return node - _leaves;
    }

    // Safe: way is below Ways.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MoveToFront(ulong* set, int way)
    {
        var moved = set[way];
        for (; way > 0; way--) set[way] = set[way - 1];
        set[0] = moved;
    }

    private void ResetOrder()
    {
        for (var i = 0; i < _bytes.Length; i++) _bytes[i] = _keeping == Keeping.Bytes ? (byte)(i % Ways) : (byte)0;
    }

    private Span<byte> AgesOf(nuint set) => _bytes.AsSpan((int)set * Ways, Ways);

    private Span<byte> NodesOf(nuint set) => _bytes.AsSpan((int)set * _leaves, _leaves);
}
