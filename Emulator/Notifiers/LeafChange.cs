using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Notifiers;

/// <summary>Judges what became of a leaf.</summary>
public static class LeafChange
{
    /// <summary>The leaf's entry changed: what does the mm map there now, or would a fault?</summary>
    /// <param name="mm">Null if it is gone.</param>
    public static ChangeKind Judge(Machine machine, Mm? mm, VirtAddr address, HeldLeaf before)
    {
        if (mm?.Vmas.At(address) is not { } vma) return ChangeKind.Removed;
        if (MappedLeaves.At(machine, vma, address) is { } now)
        {
            if (now.Page != before.Page || now.Shift != before.Shift) return ChangeKind.Replaced;
            return before.IsWritable && !now.IsWritable ? ChangeKind.Protected : ChangeKind.PresenceOnly;
        }

        if (vma.File.Pages.Find(vma.PageIndex(address)) != before.Page) return ChangeKind.Removed;
        if ((vma.Flags & VmFlags.Access) == 0) return ChangeKind.Protected;
        return before.IsWritable && !MayWriteAgain(machine, vma, address) ? ChangeKind.Protected : ChangeKind.PresenceOnly;
    }

    /// <summary>Would a fault by a write map the page writable, with nobody asked? A marker of userfaultfd asks.</summary>
    private static bool MayWriteAgain(Machine machine, Vma vma, VirtAddr address) =>
        (vma.Flags & VmFlags.Write) != 0 && !PageTables.Leaf(machine.Arena, vma.Mm, address, out _).IsUffdWpMarker;
}

/// <summary>What became of a leaf whose entry changed, by the end of the statement.</summary>
public enum ChangeKind
{
    /// <summary>The mm maps nothing there any more, or the file has another page, or none: what is held must go.</summary>
    Removed,

    /// <summary>Another page is mapped: what is held must go.</summary>
    Replaced,

    /// <summary>The same page with fewer rights: what is held must be reduced.</summary>
    Protected,

    /// <summary>
    /// Only the way to it went: the entry, or the whole table, is gone, and a fault maps the same page with the same rights. What is
    /// held is still true.
    /// </summary>
    PresenceOnly,
}

/// <summary>Bytes of leaves whose entries changed within a range, by what became of them.</summary>
public readonly record struct ChangeBytes(ulong Removed, ulong Replaced, ulong Protected, ulong PresenceOnly)
{
    /// <summary>What nobody may go on using as it was.</summary>
    public ulong Needed => Removed + Replaced + Protected;

    public ChangeBytes Add(ChangeKind kind, ulong bytes) => kind switch
    {
        ChangeKind.Removed => this with { Removed = Removed + bytes },
        ChangeKind.Replaced => this with { Replaced = Replaced + bytes },
        ChangeKind.Protected => this with { Protected = Protected + bytes },
        _ => this with { PresenceOnly = PresenceOnly + bytes },
    };
}

/// <summary>Bytes, and how many entries of their holder map them.</summary>
public readonly record struct Amount(ulong Bytes, long Entries)
{
    private const string Units = "KMGTP";

    // A longer number is harder to read than a sum of terms.
    private const ulong CountMax = 999_999;

    public static Amount operator +(Amount a, Amount b) => new(a.Bytes + b.Bytes, a.Entries + b.Entries);

    /// <summary>A leaf, as a consumer holds it: in entries of its own size.</summary>
    public static Amount Of(HeldLeaf leaf, int entryShiftMax) =>
        new(leaf.Bytes, 1L << (leaf.Shift - Math.Min(leaf.Shift, entryShiftMax)));

    /// <summary>Of several leaves, together.</summary>
    public static Amount Of(IEnumerable<HeldLeaf> leaves, int entryShiftMax)
    {
        var sum = default(Amount);
        foreach (var leaf in leaves) sum += Of(leaf, entryShiftMax);
        return sum;
    }

    public override string ToString() => Entries == 0 ? "0" : $"{Short(Bytes)}/{Entries}";

    /// <summary>Bytes in the largest unit that divides them, so that a column stays narrow: 3068M and not 2G+1020M.</summary>
    public static string Short(ulong bytes)
    {
        var (count, unit) = (bytes, -1);
        while (unit < Units.Length - 1 && count != 0 && count % 1024 == 0) (count, unit) = (count / 1024, unit + 1);
        if (count > CountMax) return new ByteSize(bytes).ToString();
        return unit < 0 ? $"{count}" : $"{count}{Units[unit]}";
    }
}
