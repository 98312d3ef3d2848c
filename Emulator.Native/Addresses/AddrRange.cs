namespace Emulator.Native;

/// <summary>
/// A half-open range of virtual addresses, START..END, as a trace writes it. It may be empty or reversed: that is the
/// kernel's to refuse, so <see cref="Length"/> wraps as the kernel's subtraction does.
/// </summary>
public readonly record struct AddrRange(VirtAddr Start, VirtAddr End)
{
    public ByteSize Length => End - Start;

    public bool IsEmpty => End <= Start;

    public bool Contains(VirtAddr address) => Start <= address && address < End;

    public bool Contains(AddrRange other) => Start <= other.Start && other.End <= End;

    public bool Overlaps(AddrRange other) => Start < other.End && other.Start < End;

    public AddrRange Intersect(AddrRange other) =>
        new(Start > other.Start ? Start : other.Start, End < other.End ? End : other.End);

    public override string ToString() => $"{Start}..{End}";
}
