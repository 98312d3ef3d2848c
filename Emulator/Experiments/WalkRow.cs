using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Probes;

namespace Emulator.Experiments;

/// <summary>What one walk did at the registrations of one trace: a row of a table.</summary>
public sealed record WalkRow
{
    public required UnshareWalk Walk { get; init; }

    /// <summary>All calls at the registrations, by stack.</summary>
    public required IReadOnlyList<CallTree> Calls { get; init; }

    public required long Unshared { get; init; }

    /// <summary>Interrupts to other CPUs: flushes and broadcasts.</summary>
    public required long Ipis { get; init; }

    /// <summary>What the registrations answered that were refused, each once; none where all went well.</summary>
    public required IReadOnlyList<string> Refused { get; init; }

    /// <summary>What the walk did that must never be: a lock not held or never dropped, an obligation unpaid.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>After the last registration: tables of registered ranges of any process that are still shared.</summary>
    public required long LeftShared { get; init; }

    /// <summary>After the last registration: translations and walk-cache entries that some CPU could still use.</summary>
    public required long LeftStale { get; init; }

    /// <summary>The time of all registrations together, by the comparison's profile, with that of <see cref="Consumers"/>.</summary>
    public required CostRange ModelTime { get; init; }

    /// <summary>The times of the consumers of mmu notifiers that were named, at all registrations.</summary>
    public IReadOnlyList<ConsumerTime> Consumers { get; init; } = [];

    /// <summary>What this program needed for the walk, on this machine; null where it was not measured.</summary>
    public WalkTime? Time { get; init; }

    public long Lookups => this[KernelFunction.HugePteOffset];

    public long LockPairs => this[KernelFunction.HugePteLock];

    public long UnshareCalls => this[KernelFunction.HugePmdUnshare];

    public long Flushes => this[KernelFunction.FlushTlbMmRange];

    public long this[KernelFunction function] => Calls.Sum(calls => calls[function]);
}
