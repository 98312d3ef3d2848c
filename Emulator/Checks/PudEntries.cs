using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Checks;

/// <summary>The PUD entries of a mm that are not empty, with the 1G that each is of.</summary>
public static class PudEntries
{
    public static IEnumerable<(VirtAddr Slot, Pte Entry)> Of(FrameArena arena, Mm mm)
    {
        if (mm.Levels == 4) return OfP4d(arena, mm.Root, VirtAddr.Zero);
        return NotEmpty(arena.TableAt<Pgd>(mm.Root).Entries)
            .SelectMany(one => OfP4d(arena, one.Entry.TableAddress, VirtAddr.Zero + ((ulong)one.Index * Pgd.Span)));
    }

    private static IEnumerable<(VirtAddr, Pte)> OfP4d(FrameArena arena, PhysAddr table, VirtAddr start) =>
        from p4d in NotEmpty(arena.TableAt<P4d>(table).Entries)
        let first = start + ((ulong)p4d.Index * P4d.Span)
        from pud in NotEmpty(arena.TableAt<Pud>(p4d.Entry.TableAddress).Entries)
        select (first + ((ulong)pud.Index * Pud.Span), pud.Entry);

    private static List<(int Index, Pte Entry)> NotEmpty(ReadOnlySpan<ulong> entries)
    {
        var found = new List<(int, Pte)>();
        for (var at = 0; at < entries.Length; at++)
        {
            var next = entries[at..].IndexOfAnyExcept(0UL);
            if (next < 0) break;
            at += next;
            found.Add((at, new(entries[at])));
        }

        return found;
    }
}
