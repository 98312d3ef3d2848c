using Emulator.Native;

namespace Tests.Host;

/// <summary>Why this machine's kernel can't be asked, or is not the one of the recordings.</summary>
internal static class HostSkip
{
    // What the tests take, and some air.
    private static readonly ByteSize MemoryMin = ByteSize.FromGiga(3);

    public static string? Reason { get; } = Find();

    /// <summary>Traces/kernels/6.18 is of 6.18.44, which has the mmu_gather rework (6.18.13).</summary>
    public static string? OtherKernel { get; } =
        Environment.OSVersion.Version is { Major: 6, Minor: 18, Build: >= 13 }
            ? null
            : $"the recordings are of Linux 6.18, this is {Environment.OSVersion.Version}";

    private static string? Find()
    {
        if (!OperatingSystem.IsLinux()) return "not on Linux";
        if (AgentFile.WhyMissing is { } why) return $"no agent: {why}";
        if (!Environment.IsPrivilegedProcess) return "not root";
        if (HostMemory.Available() < MemoryMin) return $"less than {MemoryMin} of memory";
        try
        {
            // Opened, not written: in most containers it can't be.
            using var pool = File.OpenWrite("/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages");
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"the number of huge pages can't be set: {exception.Message}";
        }
    }
}

/// <summary>A test that asks this machine's kernel: skipped, with the reason, where it can't be asked.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HostFactAttribute : FactAttribute
{
    public HostFactAttribute() => Skip = HostSkip.Reason;
}

/// <summary>As <see cref="HostFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HostTheoryAttribute : TheoryAttribute
{
    /// <param name="recorded">The kernel must be the one of the recordings, too.</param>
    public HostTheoryAttribute(bool recorded = false) => Skip = HostSkip.Reason ?? (recorded ? HostSkip.OtherKernel : null);
}
