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
