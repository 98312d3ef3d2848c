namespace Emulator.Native;

/// <summary>
/// The upper tables of a mm and what is known of every frame, as they were: enough to undo a walk that detaches PMD tables from
/// it, and a thousandth of the tables' bytes.
/// </summary>
public sealed class ArenaSnapshot
{
    internal ArenaSnapshot(long liveTables, FrameInfo[] infos, (PhysAddr Table, ulong[] Entries)[] upperTables) =>
        (LiveTables, Infos, UpperTables) = (liveTables, infos, upperTables);

    internal long LiveTables { get; }

    internal FrameInfo[] Infos { get; }

    internal (PhysAddr Table, ulong[] Entries)[] UpperTables { get; }
}
