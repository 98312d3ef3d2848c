namespace Emulator.Native;

/// <summary>
/// A level of the page-table tree as a type, so that the step of a walk is written once and specialised by the JIT
/// (SDM Vol. 3A, 4.5). <see cref="Pgd"/> is PML5 with five levels; with four, <see cref="P4d"/> is the top: PML4.
/// </summary>
public interface ILevel
{
    /// <summary>The level's number, 1 for the lowest tables.</summary>
    static abstract int Number { get; }

    /// <summary>Bit of the address at which this level's 9-bit index starts.</summary>
    static abstract int Shift { get; }

    /// <summary>Linux's name of the tables at this level.</summary>
    static abstract string Name { get; }
}
