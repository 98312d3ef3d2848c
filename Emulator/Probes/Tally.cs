namespace Emulator.Probes;

/// <summary>What one statement did besides calling functions: the figures of the JSON answer that are no <c>calls</c>.</summary>
public struct Tally
{
    /// <summary>Tables that were detached from their sharers.</summary>
    public long Unshared;

    /// <summary>Flushes of the caller's mm on the caller's CPU (tracepoint tlb:tlb_flush).</summary>
    public long FlushesLocal;

    /// <summary>Those of them that flushed everything.</summary>
    public long FlushesLocalFull;

    /// <summary>Flushes that had to be sent to other CPUs.</summary>
    public long FlushesRemote;

    /// <summary>Interrupts queued for those (tracepoint csd:csd_queue_cpu), one a target.</summary>
    public long FlushIpis;

    /// <summary>Interrupts queued by tlb_remove_table_sync_one, one a target.</summary>
    public long SyncIpis;
}
