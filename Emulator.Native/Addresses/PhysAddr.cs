namespace Emulator.Native;

/// <summary>A physical address of the emulated machine: of a table (<see cref="FrameArena"/>) or of a data page.</summary>
public readonly record struct PhysAddr(ulong Value)
{
    /// <summary>No frame: physical page 0 is never handed out.</summary>
    public static readonly PhysAddr None = new(0);

    /// <summary>The page frame number.</summary>
    public ulong Pfn => Value >> 12;

    public override string ToString() => $"0x{Value:x}";
}
