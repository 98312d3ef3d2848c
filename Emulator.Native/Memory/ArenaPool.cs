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
