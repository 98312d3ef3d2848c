using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Checks;

/// <summary>Addresses of a process, with the part of the file that they are: for the text of a finding.</summary>
internal static class Place
{
    internal static string Of(Mm? mm, AddrRange range)
    {
        if (mm is null) return $"{range}";
        var part = mm.Vmas.At(range.Start) is { } vma ? $"{vma.File.Name}@{vma.OffsetOf(range.Start)}" : "no VMA";
        return $"{mm.Name} {range} ({part})";
    }
}
