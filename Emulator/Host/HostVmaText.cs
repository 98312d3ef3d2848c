using Emulator.Native;

namespace Emulator.Host;

/// <summary>A mapping of /proc/PID/smaps as the output contract prints a VMA.</summary>
internal static class HostVmaText
{
    public static string Of(ProcMapping mapping, string fileName)
    {
        var text = $"{mapping.Range} {fileName}@{mapping.Offset} {mapping.Access}";
        // Documentation/filesystems/proc.rst: um, uw, ui.
        if (mapping.VmFlags.Contains("um")) text += " uffd-missing";
        if (mapping.VmFlags.Contains("uw")) text += " uffd-wp";
        if (mapping.VmFlags.Contains("ui")) text += " uffd-minor";
        return text;
    }
}
