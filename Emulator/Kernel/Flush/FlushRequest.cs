using Emulator.Probes;

namespace Emulator.Kernel;

/// <summary>struct flush_tlb_info: what each CPU is asked to drop.</summary>
/// <param name="FreedTables">Tables were freed, so CPUs in lazy TLB mode are asked too.</param>
internal readonly record struct FlushRequest(Mm Mm, TlbFlush What, bool FreedTables);

/// <summary>How a TLB flush reaches other CPUs.</summary>
public enum FlushKind
{
    /// <summary>An interrupt to each CPU, waited for.</summary>
    Ipi,

    /// <summary>KVM's way: a preempted virtual CPU is marked, and not waited for.</summary>
    Pv,

    /// <summary>AMD's broadcast instruction (Linux 6.15 and later), as for a mm that is active on four or more CPUs.</summary>
    Invlpgb,
}
