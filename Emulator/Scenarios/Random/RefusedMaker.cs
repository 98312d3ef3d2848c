using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>Random calls that the kernel refuses, or that do only a part of what they say.</summary>
internal static class RefusedMaker
{
    private static readonly Func<Drawing, DrawnProcess, DrawnMapping, string>[] Makers =
    [
        (d, p, m) => $"munmap {p.Name} {Misaligned(d.Dice, m)}",
        (d, p, m) => $"munmap {p.Name} {Reversed(m)}",
        (d, p, m) => $"mprotect {p.Name} {Misaligned(d.Dice, m)} r",
        (d, p, m) => $"mprotect {p.Name} {Hole(m)} r",
        (d, p, m) => $"madvise {p.Name} {Misaligned(d.Dice, m)} dontneed",
        (d, p, m) => $"madvise {p.Name} {Misaligned(d.Dice, m)} dontdump",
        (d, p, m) => $"madvise {p.Name} {Reversed(m)} normal",
        (d, p, m) => $"madvise {p.Name} {Hole(m)} willneed",
        (d, p, m) => $"mlock {p.Name} {Hole(m)}",
        (d, p, m) => $"munlock {p.Name} {Reversed(m)}",
        (d, p, m) => $"mmap {p.Name} {m.File.Name} {m.Range} private",
        (d, p, m) => $"mmap {p.Name} {m.File.Name} {m.Range.Start + Pt.Span}..{m.Range.End} shared",
        (d, p, m) => $"mmap {p.Name} {m.File.Name} {Hole(m)} shared offset=4K",
        (d, p, m) => $"mmap {p.Name} {m.File.Name} {Hole(m)} shared offset=8191P+1023T+1023G+512M",
        (d, p, m) => $"mmap {p.Name} {m.File.Name} {m.Range.Start}..{m.Range.Start} shared",
        (d, p, m) => $"mmap {p.Name} {m.File.Name} 128T..128T+1G shared",
        (d, p, m) => $"mmap {p.Name} {m.File.Name} {Hole(m)} shared fd=ro",
        (d, p, m) => $"mremap {p.Name} {Misaligned(d.Dice, m)} length=2M",
        (d, p, m) => $"mremap {p.Name} {m.Range} length=0",
        (d, p, m) => $"mremap {p.Name} {Hole(m)} length=2M",
        (d, p, m) => $"fallocate {p.Name} {m.File.Name} {Reversed(m)}",
        (d, p, m) => $"fallocate {p.Name} {m.File.Name} 8191P..8193P",
        (d, p, m) => $"fallocate {p.Name} {m.File.Name} 2M..2M punch",
        (d, p, m) => $"truncate {p.Name} {m.File.Name} 1G+4K",
        (d, p, m) => $"uffd-register {p.Name} {Misaligned(d.Dice, m)} wp",
        (d, p, m) => $"uffd-register {p.Name} {Hole(m)} minor",
        (d, p, m) => $"uffd-register {p.Name} {m.Range} none",
        (d, p, m) => $"uffd-register {p.Name} {m.Range} missing ctx=V",
        (d, p, m) => $"uffd-unregister {p.Name} {Hole(m)}",
        (d, p, m) => $"uffd-writeprotect {p.Name} {Hole(m)} on",
        (d, p, m) => $"uffd-writeprotect {p.Name} {Misaligned(d.Dice, m)} off",
        (d, p, m) => $"uffd-continue {p.Name} {Misaligned(d.Dice, m)}",
        (d, p, m) => $"uffd-continue {p.Name} {Hole(m)}",
    ];

    public static string? Refused(Drawing drawing, DrawnProcess process) =>
        drawing.AnyMapping(process) is { } mapping ? drawing.Dice.Of(Makers)(drawing, process, mapping) : null;

    private static AddrRange Reversed(DrawnMapping mapping) => new(mapping.Range.End, mapping.Range.Start);

    /// <summary>Nothing is mapped there: 24G beyond the file's place, and 8G before the next one's.</summary>
    private static AddrRange Hole(DrawnMapping mapping)
    {
        var start = mapping.File.Home.AlignUp<Pud>() + (24 * Pud.Span);
        return new(start, start + Pud.Span);
    }

    /// <summary>It begins inside a page: at one of 4 kB, so that the huge page matters, or not even there.</summary>
    private static AddrRange Misaligned(Dice dice, DrawnMapping mapping) =>
        new(dice.Place(mapping.Range) + dice.Of(Pt.Span, Pmd.Span / 2, 1UL), mapping.Range.End);
}
