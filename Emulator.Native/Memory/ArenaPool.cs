namespace Emulator.Native;

/// <summary>
/// Arenas whose memory has been touched before, for whoever needs a machine next: of many short runs in one process, only the first
/// pays the page faults.
/// </summary>
public static class ArenaPool
{
    private const int KeptMax = 2;

    private static readonly Stack<FrameArena> Kept = [];

    /// <summary>An empty arena with the default <see cref="ArenaOptions"/>; give it back by <see cref="Return"/>.</summary>
    public static FrameArena Rent()
    {
        lock (Kept)
        {
            if (Kept.TryPop(out var arena)) return arena;
        }

        return new();
    }

    /// <summary>Takes an arena back, whatever is still allocated in it.</summary>
    public static void Return(FrameArena arena)
    {
        arena.Reset();
        lock (Kept)
        {
            if (Kept.Count < KeptMax)
            {
                Kept.Push(arena);
                return;
            }
        }

        arena.Dispose();
    }
}

/// <summary>How a <see cref="FrameArena"/> takes its memory.</summary>
public sealed record ArenaOptions
{
    /// <summary>The most that tables may take, in bytes; by default 80 % of the memory that is available now.</summary>
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

/// <summary>The tables asked for exceed what the arena may use of the machine's memory. Bad input, not a bug.</summary>
public sealed class ArenaLimitException(string message) : Exception(message);
