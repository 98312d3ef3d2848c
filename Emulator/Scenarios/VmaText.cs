using Emulator.Kernel;

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
