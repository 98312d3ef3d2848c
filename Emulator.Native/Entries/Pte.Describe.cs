using System.Numerics;
using System.Text;

namespace Emulator.Native;

/// <summary>An entry as a line of text, in the SDM's names for the hardware's bits and Linux's for its own.</summary>
public readonly partial record struct Pte
{
    /// <summary>
    /// One line, such as <c>leaf 2M at 0x100000200000 P RW US A D PS NX</c>. Nothing is left out: a set bit that has no name
    /// at this level reads <c>bit52</c>, so that entries that differ read differently.
    /// </summary>
    public string Describe<TLevel>() where TLevel : struct, ILevel
    {
        var state = Decode<TLevel>();
        var text = new StringBuilder();
        switch (state.Kind)
        {
            case PteKind.None:
                return "none";
            case PteKind.ArenaPoison:
                return "poison of a freed table";
            case PteKind.Invalid:
                return $"invalid 0x{Raw:x16}";
            case PteKind.Table:
                text.Append($"table at {state.Address}");
                AppendBits(text, Raw & ~Address4K, TableBit);
                break;
            case PteKind.Leaf or PteKind.ProtNone:
                text.Append($"leaf {new ByteSize(1UL << TLevel.Shift)} at {state.Address}");
                AppendBits(text, Upright & ~AddressMask(TLevel.Number) & ~ProtectionKey, LeafBit<TLevel>);
                if ((Raw & ProtectionKey) != 0) text.Append($" pkey={(Raw & ProtectionKey) >> 59}");
                break;
            default:
                AppendSwap(text, state.Swap);
                AppendBits(text, Raw & ~(SwapTypeMask | SwapOffset), SwapBit);
                break;
        }

        return text.ToString();
    }

    private static void AppendSwap(StringBuilder text, SwapEntry swap)
    {
        var rest = swap.Offset & ~SwapPfn;
        switch (KindOf(swap.Type))
        {
            case PteKind.Swap:
                text.Append($"swap {(int)swap.Type} offset 0x{swap.Offset:x}");
                return;
            case PteKind.Marker:
                text.Append("marker");
                AppendBits(text, swap.Offset, MarkerBit);
                return;
            default:
                text.Append($"{SwapName(swap.Type)} at {swap.Page}");
                AppendBits(text, rest, swap.IsMigration ? MigrationBit : OffsetBit);
                return;
        }
    }

    private static void AppendBits(StringBuilder text, ulong bits, Func<int, string> nameOf)
    {
        for (; bits != 0; bits &= bits - 1) text.Append(' ').Append(nameOf(BitOperations.TrailingZeroCount(bits)));
    }

    private static string TableBit(int bit) => bit switch
    {
        0 => "P",
        1 => "RW",
        2 => "US",
        3 => "PWT",
        4 => "PCD",
        5 => "A",
        6 => "D",
        63 => "NX",
        _ => $"bit{bit}",
    };

    private string LeafBit<TLevel>(int bit) where TLevel : struct, ILevel => bit switch
    {
        7 => TLevel.Number == Pt.Number ? "PAT" : "PS",
        8 => IsHardwarePresent ? "G" : "PROT_NONE",
        9 => "special",
        10 => "uffd-wp",
        11 => "soft-dirty",
        12 => "PAT",
        57 => "softw4",
        58 => "saved-dirty",
        _ => TableBit(bit),
    };

    private static string SwapName(SwapType type) => type switch
    {
        SwapType.HwPoison => "hwpoison",
        SwapType.MigrationRead => "migration read",
        SwapType.MigrationReadExclusive => "migration read-exclusive",
        SwapType.MigrationWrite => "migration write",
        SwapType.DevicePrivateRead => "device-private read",
        SwapType.DevicePrivateWrite => "device-private write",
        _ => "device-exclusive",
    };

    private static string SwapBit(int bit) => (1UL << bit) switch
    {
        SwapSoftDirty => "soft-dirty",
        SwapUffdWp => "uffd-wp",
        SwapExclusive => "exclusive",
        _ => $"bit{bit}",
    };

    private static string MarkerBit(int bit) => (1UL << bit) switch
    {
        (ulong)PteMarkers.UffdWp => "uffd-wp",
        (ulong)PteMarkers.Poisoned => "poisoned",
        (ulong)PteMarkers.Guard => "guard",
        _ => OffsetBit(bit),
    };

    private static string MigrationBit(int bit) => (1UL << bit) switch
    {
        SwapYoung => "young",
        SwapDirty => "dirty",
        _ => OffsetBit(bit),
    };

    private static string OffsetBit(int bit) => $"offset-bit{bit}";
}
