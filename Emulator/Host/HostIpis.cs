namespace Emulator.Host;

/// <summary>Calls queued to other CPUs as tracepoint csd:csd_queue_cpu counts them, by the function that is to run there.</summary>
/// <param name="FlushTlb">Null where the kernel asks its hypervisor to flush on other CPUs: then no call is queued.</param>
public readonly record struct HostIpis(long? FlushTlb, long TableSync);
