namespace Emulator.Kernel;

/// <summary>MADV_* that the emulator knows.</summary>
public enum MadviseBehavior
{
    Dontneed,
    Remove,
    PopulateRead,
    PopulateWrite,
    Dontdump,
    Dodump,
    Normal,
    Sequential,
    Random,
    Willneed,
    Dontfork,
    Dofork,
    Nohugepage,
}
