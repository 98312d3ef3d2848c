using System.Text;

namespace Emulator.Native;

/// <summary>The kernel's log, as far as its buffer still has it.</summary>
public static unsafe class KernelLog
{
    /// <summary>A KVM that does without the hardware's nested paging, whose guests know of it.</summary>
    public const string Pvm = "PVM";

    private const int ReadAll = 3, SizeOfBuffer = 10;

    private const string Detected = "Hypervisor detected: ";

    /// <summary>
    /// What the kernel found below it at its start (arch/x86/kernel/cpu/hypervisor.c): <c>KVM</c>, <c>PVM</c>, ... Null where nothing is, the log
    /// begins later, or it may not be read (it takes CAP_SYSLOG).
    /// </summary>
    public static string? Hypervisor() => HypervisorIn(Text());

    internal static string? HypervisorIn(string log)
    {
        var start = log.IndexOf(Detected, StringComparison.Ordinal);
        if (start < 0) return null;
        var name = log[(start + Detected.Length)..].Split('\n')[0].Trim();
        return name.Length > 0 ? name : null;
    }

    // Safe: the kernel writes no more bytes than the array has.
    private static string Text()
    {
        if (!OperatingSystem.IsLinux() || Libc.KernelLogControl(SizeOfBuffer, null, 0) is not (> 0 and var size)) return "";
        var buffer = new byte[size];
        fixed (byte* start = buffer)
        {
            var read = Libc.KernelLogControl(ReadAll, start, size);
            return read > 0 ? Encoding.UTF8.GetString(buffer, 0, read) : "";
        }
    }
}
