namespace Emulator.Native;

/// <summary>How a <see cref="FrameArena"/> takes its memory.</summary>
public sealed record ArenaOptions
{
    /// <summary>The most that tables may take, in bytes; unsaid, 80 % of the memory that is available now.</summary>
    public ByteSize? Limit { get; init; }

    /// <summary>
    /// Ask for transparent huge pages (madvise MADV_HUGEPAGE) for what is committed beyond the first 16 MB: fewer page faults
    /// and TLB misses of our own; a small arena stays small.
    /// </summary>
    public bool HugePages { get; init; } = true;

    /// <summary>Lock what is committed into memory (mlock), so that no measurement meets a page fault to disk.</summary>
    public bool Lock { get; init; }

    /// <summary>Overwrite a freed table (<see cref="FrameArena.Poison"/>), so that a stale user is seen.</summary>
    public bool PoisonOnFree { get; init; } = true;
}
