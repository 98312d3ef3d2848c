using Emulator.Scenarios;

namespace Emulator.Host;

/// <summary>What this machine's kernel answered to one statement. What no kernel tells (unshared, calls, ...) is not here.</summary>
public sealed record HostAnswer
{
    /// <summary>The result of a call that never came back.</summary>
    public const string Deadlock = "DEADLOCK";

    public required Statement Statement { get; init; }

    /// <summary>"0", the errno's name, or <see cref="Deadlock"/>.</summary>
    public required string Result { get; init; }

    public long Touched { get; init; }

    public long Faults { get; init; }

    public long Sigbus { get; init; }

    public long Sigsegv { get; init; }

    /// <summary>VmPTE of every live process, relative to its start; none after a deadlock, when the kernel can't be asked.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> PageTableKilobytes { get; init; }

    /// <summary>Null where the tracepoint can't be had, and for a fork: the agent's own memory is copied with it.</summary>
    public HostFlushes? Flushes { get; init; }

    /// <summary>As <see cref="Flushes"/>.</summary>
    public HostIpis? Ipis { get; init; }

    /// <summary>The VMAs of every live process, as the contract prints them; null where nobody asked.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>>? Maps { get; init; }

    /// <summary>How often the calling task entered each traced function, by its C name; null where no function can be traced.</summary>
    public IReadOnlyList<KeyValuePair<string, long>>? Calls { get; init; }

    public required long Nanoseconds { get; init; }

    /// <summary>How many repetitions answered otherwise, in anything but the time.</summary>
    public int Nondeterministic { get; init; }
}

/// <summary>Flushes as tracepoint tlb:tlb_flush counts them, of the calling task alone.</summary>
public readonly record struct HostFlushes(long Local, long LocalFull, long Remote);

/// <summary>Calls queued to other CPUs as tracepoint csd:csd_queue_cpu counts them, by the function that is to run there.</summary>
/// <param name="FlushTlb">Null where the kernel asks its hypervisor to flush on other CPUs: then no call is queued.</param>
public readonly record struct HostIpis(long? FlushTlb, long TableSync);

/// <summary>A live process of the trace.</summary>
/// <param name="Index">The agent's number for it.</param>
/// <param name="BaseKilobytes">VmPTE of the agent alone: a child starts with the same memory as its parent did.</param>
internal sealed record HostProcess(string Name, int Index, int Pid, long BaseKilobytes);
