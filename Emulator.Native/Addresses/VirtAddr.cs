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
