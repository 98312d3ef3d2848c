using System.Runtime.CompilerServices;

namespace Emulator.Native;

/// <summary>
/// Where the tables of a <see cref="FrameArena"/> are, for whoever follows entries in a hot loop: what a step needs stands in fields of
/// this struct, so that it loads and tests no reference to the arena. It must not be used after the arena is disposed of.
/// </summary>
public readonly unsafe struct TableMemory
{
    private const ulong FrameBytes = 4096;

    /// <summary>4096 bytes of a table have 16 that are known of it.</summary>
    private const ulong BytesOfTablePerByteOfInfo = 256;

    private readonly byte* _base;
    private readonly FrameInfo* _info;

    // What is known of the frame at our own address 0, if there were one: a step then needs no subtraction.
    private readonly byte* _infoOfZero;

    // As a constant of 64 bits it takes an instruction more in each step.
    private readonly ulong _address4K;

    // Safe: only FrameArena makes one, from mappings of its own, which stay where they are until it is disposed of.
    internal TableMemory(byte* frames, FrameInfo* infos)
    {
        _base = frames;
        _info = infos;
        _infoOfZero = (byte*)infos - ((ulong)frames / FrameBytes * (ulong)sizeof(FrameInfo));
        _address4K = Pte.Address4K;
    }

    /// <summary>Physical address 0.</summary>
    internal byte* Frames => _base;

    /// <summary>What is known of frame 0.</summary>
    internal FrameInfo* Infos => _info;

    /// <summary>The table at a physical address that an entry of this machine names.</summary>
    // Safe: entries that name tables are only made from what the arena's Allocate returned.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Table<TLevel> TableAt<TLevel>(PhysAddr table) where TLevel : struct, ILevel => new((ulong*)(_base + table.Value));

    /// <summary>The table that a present entry names, as the hardware follows it.</summary>
    // Safe: as TableAt.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Table<TLevel> NamedBy<TLevel>(Pte entry) where TLevel : struct, ILevel => new((ulong*)(_base + (entry.Raw & _address4K)));

    /// <summary>The table in which an entry lies: the kernel's virt_to_page of a pte pointer.</summary>
    // Safe: arithmetic only; FrameArena.Info checks what is made of it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PhysAddr TableOf(PteRef entry) => new((ulong)((byte*)entry.Pointer - _base) & ~(FrameBytes - 1));

    /// <summary>The physical address of an entry.</summary>
    // Safe: arithmetic only.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PhysAddr AddressOf(PteRef entry) => new((ulong)((byte*)entry.Pointer - _base));

    /// <summary>What is known of the table in which an entry lies.</summary>
    // Safe: a PteRef is made by a Table alone, from a page that was handed out, so its info is committed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref FrameInfo InfoOf(PteRef entry) =>
        ref *(FrameInfo*)(_infoOfZero + ((ulong)entry.Pointer / BytesOfTablePerByteOfInfo & ~((ulong)sizeof(FrameInfo) - 1)));
}
