namespace Emulator.Native;

/// <summary>What the bits say together, at the level at which they stand.</summary>
public readonly partial record struct Pte
{
    /// <summary>What this entry is in a table at <typeparamref name="TLevel"/>.</summary>
    public PteState Decode<TLevel>() where TLevel : struct, ILevel
    {
        if (IsNone) return new(PteKind.None, this);
        if (IsHardwarePresent)
        {
            return MapsPage<TLevel>()
                ? new(PteKind.Leaf, this, LeafAddress<TLevel>())
                : new(PteKind.Table, this, TableAddress);
        }

        if (Raw == FrameArena.Poison) return new(PteKind.ArenaPoison, this);
        // p4d_present and pgd_present look at P alone, and nothing but tables stands there.
        if (TLevel.Number > Pud.Number) return new(PteKind.Invalid, this);
        if ((Raw & ProtNone) != 0)
        {
            return MapsPage<TLevel>() ? new(PteKind.ProtNone, this, LeafAddress<TLevel>()) : new(PteKind.Invalid, this);
        }

        // pmd_present also looks at PS (a 2 MB page in the midst of a split), so no swap entry has it.
        if ((Raw & PageSize) != 0) return new(PteKind.Invalid, this);
        var swap = SwapEntry;
        var kind = KindOf(swap.Type);
        return new(kind, this, kind is PteKind.Swap or PteKind.Marker ? PhysAddr.None : swap.Page, swap);
    }

    /// <summary>
    /// The bits that are set in this entry but reserved in a table at <typeparamref name="TLevel"/>: a walk that meets one of
    /// them ends in a page fault with RSVD set (SDM Vol. 3A, 4.5 and 4.7). 0 while P is clear: nothing is looked at then.
    /// </summary>
    /// <param name="maxPhysAddr">MAXPHYADDR, CPUID.80000008H:EAX[7:0]: at most 52.</param>
    /// <param name="nxEnabled">IA32_EFER.NXE.</param>
    /// <param name="has1GPages">CPUID.80000001H:EDX.Page1GB.</param>
    public ulong ReservedBits<TLevel>(int maxPhysAddr, bool nxEnabled, bool has1GPages) where TLevel : struct, ILevel
    {
        Ensure.That(maxPhysAddr is >= 32 and <= 52);
        if (!IsHardwarePresent) return 0;
        var reserved = Address4K & ~((1UL << maxPhysAddr) - 1);
        if (!nxEnabled) reserved |= NoExecute;
        var hasPage = TLevel.Number <= (has1GPages ? Pud.Number : Pmd.Number);
        if (!hasPage) reserved |= PageSize;
        else if (TLevel.Number > Pt.Number && MapsPage<TLevel>()) reserved |= Address4K & ~AddressMask(TLevel.Number) & ~PatLarge;
        return Raw & reserved;
    }

    /// <summary>If it is present in any sense: is it a page, no table? Bit 7 says so in a PUD and PMD only.</summary>
    private bool MapsPage<TLevel>() where TLevel : struct, ILevel =>
        TLevel.Number == Pt.Number || (TLevel.Number <= Pud.Number && (Raw & PageSize) != 0);

    private static PteKind KindOf(SwapType type) => type switch
    {
        SwapType.Marker => PteKind.Marker,
        >= SwapType.DevicePrivateWrite => PteKind.Device,
        >= SwapType.MigrationRead => PteKind.Migration,
        SwapType.HwPoison => PteKind.HwPoison,
        _ => PteKind.Swap,
    };
}
