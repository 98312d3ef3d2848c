using Emulator.Native;

namespace Emulator.Host;

/// <summary>The names in asm-generic/errno-base.h and errno.h of what the calls of a trace can answer.</summary>
internal static class ErrnoName
{
    private static readonly string[] Base =
    [
        "0", "EPERM", "ENOENT", "ESRCH", "EINTR", "EIO", "ENXIO", "E2BIG", "ENOEXEC", "EBADF", "ECHILD", "EAGAIN", "ENOMEM", "EACCES",
        "EFAULT", "ENOTBLK", "EBUSY", "EEXIST", "EXDEV", "ENODEV", "ENOTDIR", "EISDIR", "EINVAL", "ENFILE", "EMFILE", "ENOTTY", "ETXTBSY",
        "EFBIG", "ENOSPC", "ESPIPE", "EROFS", "EMLINK", "EPIPE", "EDOM", "ERANGE", "EDEADLK", "ENAMETOOLONG", "ENOLCK", "ENOSYS",
    ];

    public static string Of(long number) => number switch
    {
        75 => "EOVERFLOW",
        95 => "EOPNOTSUPP",
        133 => "EHWPOISON",
        _ => number >= 0 && number < Base.Length ? Base[number] : $"errno {number}",
    };
}

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
