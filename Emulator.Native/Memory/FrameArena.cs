using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Emulator.Native;

/// <summary>
/// The emulated machine's memory for page tables: 4 kB frames in one range of our address space, reserved by mmap and
/// committed as used, with <see cref="FrameInfo"/> for each frame beside it. Allocating and freeing are O(1).
/// Physical address P of the machine is byte P of the arena, so a table pointer in an entry is one addition away.
/// <code>
/// guard | frame 0: never used | frame 1 | frame 2 | ... committed | reserved ... | guard
/// </code>
/// </summary>
public sealed unsafe class FrameArena : IDisposable
{
    /// <summary>A freed table is filled with this: P is clear, so that no walk follows it anywhere.</summary>
    public const ulong Poison = 0x6A6A_6A6A_6A6A_6A6A;

    /// <summary>All physical addresses of tables lie below this, all data pages at or above it.</summary>
    public const ulong EndOfTables = 16UL << 40;

    private const ulong FrameBytes = 4096;

    /// <summary>64 MB.</summary>
    private const long BeyondCachesTables = 16 << 10;

    private readonly Mapping _frames;
    private readonly Mapping _infos;
    private readonly bool _poisonOnFree;
    private readonly ulong _limitFrames;
    private byte* _base;
    private FrameInfo* _info;
    private ulong _nextFresh = 1;
    private ulong _endOfUsed = 1;
    private uint _firstFree;

    public FrameArena(ArenaOptions? options = null)
    {
        options ??= new();
        var limit = options.Limit ?? new ByteSize(HostMemory.Available().Bytes / 10 * 8);
        Limit = limit;
        _limitFrames = Math.Min(limit.Bytes / FrameBytes, uint.MaxValue - 1UL);
        _poisonOnFree = options.PoisonOnFree;
        _frames = new((_limitFrames + 1) * FrameBytes, options);
        try
        {
            _infos = new((_limitFrames + 1) * (ulong)sizeof(FrameInfo), options);
            _base = _frames.Base;
            _info = (FrameInfo*)_infos.Base;
            CommitFor(_nextFresh);
        }
        catch
        {
            _frames.Dispose();
            _infos?.Dispose();
            throw;
        }
    }

    /// <summary>The most that tables may take together.</summary>
    public ByteSize Limit { get; }

    /// <summary>Tables that are allocated now.</summary>
    public long LiveTables { get; private set; }

    /// <summary>The most tables that were allocated at one time.</summary>
    public long PeakTables { get; private set; }

    /// <summary>Memory made usable so far for tables and for what is known of them.</summary>
    public ByteSize Committed => new(_frames.CommittedBytes + _infos.CommittedBytes);

    /// <summary>A table of 512 empty entries, exclusive to <paramref name="owner"/> (the number of an mm).</summary>
    /// <exception cref="ArenaLimitException">The tables would exceed <see cref="Limit"/>.</exception>
    public PhysAddr Allocate<TLevel>(int owner) where TLevel : struct, ILevel
    {
        var frame = (ulong)_firstFree;
        var isReused = frame != 0;
        // Safe: a frame number below _nextFresh is committed in both mappings; TakeFresh commits before it counts up.
        if (isReused)
        {
            _firstFree = _info[frame].NextFree;
        }
        else
        {
            frame = TakeFresh();
        }

        // A frame that was never used reads 0 as mmap gave it.
        if (frame < _endOfUsed || isReused) new Span<ulong>(_base + (frame * FrameBytes), Table<TLevel>.EntryCount).Clear();

        _info[frame] = new() { Level = (byte)TLevel.Number, Owner = owner };
        LiveTables++;
        PeakTables = Math.Max(PeakTables, LiveTables);
        return new(frame * FrameBytes);
    }

    /// <summary>A table that was set aside becomes one of another level, empty and exclusive to <paramref name="owner"/>.</summary>
    public void Retype<TLevel>(PhysAddr table, int owner) where TLevel : struct, ILevel
    {
        Ensure.That(Info(table) is { Level: not 0, ShareCount: 0, Held: 0 });
        // Safe: Info asserted that the frame is one of ours.
        new Span<ulong>(_base + table.Value, Table<TLevel>.EntryCount).Clear();
        Info(table) = new() { Level = (byte)TLevel.Number, Owner = owner };
    }

    /// <summary>Gives a table back. It must be exclusive, and no pointer to it may be left in any table.</summary>
    public void Free(PhysAddr table)
    {
        Ensure.That(table.Value % FrameBytes == 0);
        ref var info = ref Info(table);
        Ensure.That(info.Level != 0, "the frame is allocated");
        Ensure.That(info.ShareCount == 0, "the table has no other user");
        // Safe: Info asserted that the frame is one of ours, and the address is that of its first byte.
        if (_poisonOnFree) FillWithPoison((ulong*)(_base + table.Value));
        info.Level = 0;
        info.NextFree = _firstFree;
        _firstFree = (uint)table.Pfn;
        LiveTables--;
    }

    /// <summary>The table at a physical address that an entry of this machine names.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Table<TLevel> TableAt<TLevel>(PhysAddr table) where TLevel : struct, ILevel
    {
        // Safe: entries that name tables are only made from what Allocate returned; checked in debug builds.
        System.Diagnostics.Debug.Assert(IsFrame(table));
        return new((ulong*)(_base + table.Value));
    }

    /// <summary>What is known of the frame at <paramref name="table"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref FrameInfo Info(PhysAddr table)
    {
        Ensure.That(IsFrame(table));
        // Safe: the frame was handed out once, so its info is committed.
        return ref _info[table.Pfn];
    }

    /// <summary>Was this physical address ever handed out as a table?</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsFrame(PhysAddr table) => table.Pfn - 1 < _nextFresh - 1;

    /// <summary>Every table that is handed out, for whoever looks for a lost one.</summary>
    public IEnumerable<PhysAddr> Live
    {
        get
        {
            for (var frame = 1UL; frame <= LastFrame; frame++)
            {
                var table = new PhysAddr(frame * FrameBytes);
                if (Info(table).Level != 0) yield return table;
            }
        }
    }

    /// <summary>The same memory, for hot loops; committed up to <see cref="LastFrame"/>. Frame 0's share count is always 0.</summary>
    // Safe: both mappings stay where they are until Dispose.
    public TableMemory Memory => new(_base, _info);

    /// <summary>The highest frame number that was ever handed out, 0 if none was.</summary>
    internal ulong LastFrame => _nextFresh - 1;

    /// <summary>Forgets all tables, and keeps the memory: the next user's first touch of it is paid already.</summary>
    public void Reset()
    {
        _endOfUsed = Math.Max(_endOfUsed, _nextFresh);
        (_nextFresh, _firstFree, LiveTables, PeakTables) = (1, 0, 0, 0);
    }

    /// <summary>Saves the PUD tables of a mm, those above them, and what is known of every frame.</summary>
    /// <param name="owner">The number of the mm.</param>
    // Safe: the spans cover frames below _nextFresh, which are committed.
    public ArenaSnapshot Save(int owner)
    {
        var infos = new ReadOnlySpan<FrameInfo>(_info, (int)_nextFresh).ToArray();
        var upper = new List<(PhysAddr, ulong[])>();
        for (var frame = 1; frame < infos.Length; frame++)
        {
            var table = new PhysAddr((ulong)frame * FrameBytes);
            // Leaves are not put back: what is known of one now may be wrong then.
            infos[frame].ForgetLeaf();
            if (infos[frame].Level >= Pud.Number && infos[frame].Owner == owner) upper.Add((table, TableAt<Pud>(table).Entries.ToArray()));
        }

        return new(LiveTables, infos, [.. upper]);
    }

    /// <summary>Puts back what <see cref="Save"/> saved. No table may have been allocated or freed meanwhile.</summary>
    // Safe: as Save; the tables are those that were saved, which are still allocated.
    public void Restore(ArenaSnapshot saved)
    {
        Ensure.That(saved.LiveTables == LiveTables && (ulong)saved.Infos.Length == _nextFresh);
        saved.Infos.CopyTo(new Span<FrameInfo>(_info, saved.Infos.Length));
        foreach (var (table, entries) in saved.UpperTables) entries.CopyTo(new Span<ulong>(_base + table.Value, entries.Length));
    }

    /// <summary>Where the frames, and what is known of them, are in our own address space.</summary>
    internal (AddrRange Frames, AddrRange Infos) HostRanges => (_frames.Range, _infos.Range);

    public void Dispose()
    {
        _frames.Dispose();
        _infos.Dispose();
        // No frame is ours any more, so Info, Free and Allocate refuse; a Table or PteRef that is left must not be used.
        _base = null;
        _info = null;
        _nextFresh = 1;
        _firstFree = 0;
    }

    /// <summary>Of more tables than any cache holds, past the caches: a line need not be read to be overwritten then.</summary>
    // Safe: 512 entries of a frame of ours, aligned to 4 kB.
    private void FillWithPoison(ulong* entries)
    {
        if (LiveTables < BeyondCachesTables || !Vector256.IsHardwareAccelerated)
        {
            new Span<ulong>(entries, Table<Pt>.EntryCount).Fill(Poison);
            return;
        }

        for (var i = 0; i < Table<Pt>.EntryCount; i += 4) Vector256.Create(Poison).StoreAlignedNonTemporal(entries + i);
    }

    private ulong TakeFresh()
    {
        ObjectDisposedException.ThrowIf(_base == null, this);
        if (_nextFresh > _limitFrames)
        {
            throw new ArenaLimitException(
                $"the page tables need more than {Limit}, which is what this machine can give ({LiveTables} tables of 4K are in use)");
        }

        CommitFor(_nextFresh);
        return _nextFresh++;
    }

    private void CommitFor(ulong frame)
    {
        _frames.CommitTo((frame + 1) * FrameBytes);
        _infos.CommitTo((frame + 1) * (ulong)sizeof(FrameInfo));
    }
}
