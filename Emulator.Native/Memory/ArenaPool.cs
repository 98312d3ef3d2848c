using System.Collections.Concurrent;

namespace Emulator.Native;

/// <summary>
/// Arenas whose memory has been touched before, for whoever needs a machine next: of many short runs in one process, only the first
/// pays the page faults.
/// </summary>
public static class ArenaPool
{
    private const int KeptMax = 2;

    private static readonly ConcurrentBag<FrameArena> Kept = [];

    /// <summary>An empty arena with the default <see cref="ArenaOptions"/>; give it back by <see cref="Return"/>.</summary>
    public static FrameArena Rent() => Kept.TryTake(out var arena) ? arena : new();

    /// <summary>Takes an arena back, whatever is still allocated in it.</summary>
    public static void Return(FrameArena arena)
    {
        if (Kept.Count >= KeptMax)
        {
            arena.Dispose();
            return;
        }

        arena.Reset();
        Kept.Add(arena);
    }
}
