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
