namespace Emulator.Host;

/// <summary>Flushes as tracepoint tlb:tlb_flush counts them, of the calling task alone.</summary>
public readonly record struct HostFlushes(long Local, long LocalFull, long Remote);
