namespace Emulator.Host;

/// <summary>Calls queued to other CPUs as tracepoint csd:csd_queue_cpu counts them, by the function that is to run there.</summary>
public readonly record struct HostIpis(long FlushTlb, long TableSync);
