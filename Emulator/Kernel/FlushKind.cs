namespace Emulator.Kernel;

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
