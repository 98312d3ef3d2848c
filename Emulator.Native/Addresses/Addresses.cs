using System.Runtime.CompilerServices;

namespace Emulator.Native;

/// <summary>A virtual (linear) address. Prints as a trace writes it: <c>16T+8G+2M</c>.</summary>
public readonly record struct VirtAddr(ulong Value) : IComparable<VirtAddr>
{
    public static readonly VirtAddr Zero = new(0);

    public static VirtAddr operator +(VirtAddr a, ulong bytes) => new(a.Value + bytes);
    public static VirtAddr operator -(VirtAddr a, ulong bytes) => new(a.Value - bytes);
    public static VirtAddr operator +(VirtAddr a, ByteSize size) => new(a.Value + size.Bytes);
    public static VirtAddr operator -(VirtAddr a, ByteSize size) => new(a.Value - size.Bytes);
    public static ByteSize operator -(VirtAddr a, VirtAddr b) => new(a.Value - b.Value);
    public static bool operator <(VirtAddr a, VirtAddr b) => a.Value < b.Value;
    public static bool operator >(VirtAddr a, VirtAddr b) => a.Value > b.Value;
    public static bool operator <=(VirtAddr a, VirtAddr b) => a.Value <= b.Value;
    public static bool operator >=(VirtAddr a, VirtAddr b) => a.Value >= b.Value;

    /// <summary>The 9-bit index of this address into a table at <typeparamref name="TLevel"/>: always 0..511.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nuint Index<TLevel>() where TLevel : struct, ILevel => (nuint)(Value >> TLevel.Shift) & 511;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public VirtAddr AlignDown<TLevel>() where TLevel : struct, ILevel => new(Value & ~((1UL << TLevel.Shift) - 1));

    /// <summary>Rounds up to the span of a <typeparamref name="TLevel"/> entry; wraps to 0 past the top, as the kernel's ALIGN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public VirtAddr AlignUp<TLevel>() where TLevel : struct, ILevel =>
        (this + ((1UL << TLevel.Shift) - 1)).AlignDown<TLevel>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsAligned<TLevel>() where TLevel : struct, ILevel => (Value & ((1UL << TLevel.Shift) - 1)) == 0;

    /// <summary>The number of the <typeparamref name="TLevel"/> slot that this address lies in, counted from address 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Slot<TLevel>() where TLevel : struct, ILevel => Value >> TLevel.Shift;

    /// <summary>Is this a multiple of <paramref name="unit"/>, a power of two in bytes?</summary>
    public bool IsMultipleOf(ulong unit) => (Value & (unit - 1)) == 0;

    public int CompareTo(VirtAddr other) => Value.CompareTo(other.Value);

    public override string ToString() => new ByteSize(Value).ToString();
}

/// <summary>A physical address of the emulated machine: of a table (<see cref="FrameArena"/>) or of a data page.</summary>
public readonly record struct PhysAddr(ulong Value)
{
    /// <summary>No frame: physical page 0 is never handed out.</summary>
    public static readonly PhysAddr None = new(0);

    /// <summary>The page frame number.</summary>
    public ulong Pfn => Value >> 12;

    public override string ToString() => $"0x{Value:x}";
}

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
