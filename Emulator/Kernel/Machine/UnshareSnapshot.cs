using Emulator.Native;

namespace Emulator.Kernel;

/// <summary>A machine before a walk over a VMA, so that the walk can be undone and run again: for measuring, many times.</summary>
public sealed class UnshareSnapshot(Machine machine, Mm mm)
{
    private readonly ArenaSnapshot _arena = machine.Arena.Save(mm.Number);
    private readonly long _pmdTables = mm.PmdTables;

    /// <summary>Undoes what a walk did to the tables of the mm.</summary>
    public void Restore()
    {
        machine.Arena.Restore(_arena);
        mm.PmdTables = _pmdTables;
    }
}
