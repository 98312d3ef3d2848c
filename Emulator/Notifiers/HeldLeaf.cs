using Emulator.Native;

namespace Emulator.Notifiers;

/// <summary>A leaf mapping as somebody beside the CPUs may hold it: which page, how large, and whether it may be written.</summary>
/// <param name="Shift">log2 of the bytes: 21 or 30.</param>
public readonly record struct HeldLeaf(PhysAddr Page, int Shift, bool IsWritable)
{
    public ulong Bytes => 1UL << Shift;
}
