using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>A VMA as the output contract prints it: <c>START..END FILE@OFFSET PERMS</c>, then what it is registered for.</summary>
public static class VmaText
{
    public static string Of(Vma vma)
    {
        var flags = vma.Flags;
        var text = $"{vma.Range} {vma.File.Name}@{vma.FileOffset} ";
        text += (flags & VmFlags.Read) != 0 ? 'r' : '-';
        text += (flags & VmFlags.Write) != 0 ? 'w' : '-';
        text += (flags & VmFlags.Exec) != 0 ? 'x' : '-';
        text += vma.MayShare ? 's' : 'p';
        if ((flags & VmFlags.UffdMissing) != 0) text += " uffd-missing";
        if ((flags & VmFlags.UffdWp) != 0) text += " uffd-wp";
        if ((flags & VmFlags.UffdMinor) != 0) text += " uffd-minor";
        return text;
    }
}

/// <summary>Where in its process's address space a statement works; nowhere, if it works on files or processes.</summary>
public static class AddressRanges
{
    /// <summary>
    /// As the trace has them, so maybe empty or reversed; an mremap has the old and the new one, at the longer of both lengths.
    /// </summary>
    public static IEnumerable<AddrRange> Of(Statement statement) => statement switch
    {
        MmapStatement s => [s.Range],
        MunmapStatement s => [s.Range],
        MlockStatement s => [s.Range],
        MunlockStatement s => [s.Range],
        MprotectStatement s => [s.Range],
        MadviseStatement s => [s.Range],
        MremapStatement s => OfMremap(s),
        UffdRegisterStatement s => [s.Range],
        UffdUnregisterStatement s => [s.Range],
        UffdWriteprotectStatement s => [s.Range],
        UffdContinueStatement s => [s.Range],
        TouchStatement { Range: { } range } => [range],
        TouchStatement s => s.Addresses.Select(address => new AddrRange(address, address + 1)),
        _ => [],
    };

    private static IEnumerable<AddrRange> OfMremap(MremapStatement mremap)
    {
        var length = mremap.Length > mremap.Range.Length ? mremap.Length : mremap.Range.Length;
        yield return new(mremap.Range.Start, mremap.Range.Start + length);
        if (mremap.To is { } to) yield return new(to, to + length);
    }
}
