namespace Tests.Walks;

/// <summary>
/// Which process has which table where, by the rules of sharing alone (Traces/kernels/6.18/README.md, 1 to 5): nothing in
/// here calls the emulated kernel. One file; addresses and offsets are plain bytes.
/// </summary>
internal sealed class SharingModel
{
    public const ulong M = 1UL << 20;
    public const ulong G = 1UL << 30;
    public const ulong PageBytes = 2 * M;

    private readonly Dictionary<(char Process, ulong Slot), int> _tables = [];
    private readonly Dictionary<int, HashSet<(char Process, ulong Slot)>> _sharers = [];
    private readonly Dictionary<int, HashSet<ulong>> _pages = [];
    private readonly HashSet<(char Process, ulong Pud)> _puds = [];
    private readonly List<ModelVma> _vmas = [];

    public IReadOnlyList<ModelVma> Vmas => _vmas;

    public IReadOnlyDictionary<(char Process, ulong Slot), int> Tables => _tables;

    /// <summary>The 512Gs of a process that have a PUD table: made by the first touch, and no unsharing frees it.</summary>
    public IReadOnlySet<(char Process, ulong Pud)> Puds => _puds;

    /// <summary>All tables that somebody maps.</summary>
    public IEnumerable<int> Live => _sharers.Where(table => table.Value.Count > 0).Select(table => table.Key);

    public int? TableOf(char process, ulong slot) => _tables.TryGetValue((process, slot), out var table) ? table : null;

    public int SharersOf(int table) => _sharers[table].Count;

    public bool IsShared(char process, ulong slot) => TableOf(process, slot) is { } table && SharersOf(table) > 1;

    /// <summary>The file's pages that a table maps.</summary>
    public IReadOnlySet<ulong> PagesOf(int table) => _pages[table];

    public ModelVma Map(char process, ulong start, ulong end, ulong offset)
    {
        var vma = new ModelVma(process, start, end, offset);
        // By offset, and behind all of the same: the order in which candidates are tried.
        var behind = _vmas.FindIndex(one => one.Offset > offset);
        _vmas.Insert(behind < 0 ? _vmas.Count : behind, vma);
        return vma;
    }

    /// <summary>An access: with no table yet in its 1G, a table that another VMA has for the same place is shared.</summary>
    public void Touch(char process, ulong address)
    {
        var vma = _vmas.Find(one => one.Process == process && one.Start <= address && address < one.End)!;
        var offset = vma.Offset + (address - vma.Start);
        var key = (process, address / G);
        _puds.Add((process, address / G / 512));
        if (!_tables.TryGetValue(key, out var table))
        {
            table = vma.ContainsSlot(key.Item2) ? FindShareable(vma, address, offset) ?? NewTable() : NewTable();
            _tables[key] = table;
            _sharers[table].Add(key);
        }

        _pages[table].Add(offset / PageBytes);
    }

    /// <summary>Takes a table out of a process if others use it too; what is there afterwards is nothing.</summary>
    public void Unshare(char process, ulong slot)
    {
        if (!IsShared(process, slot)) throw new InvalidOperationException($"{process} shares nothing in {slot}G");
        _tables.Remove((process, slot), out var table);
        _sharers[table].Remove((process, slot));
    }

    /// <summary>Cuts the VMA, which keeps the lower part.</summary>
    /// <returns>The upper one.</returns>
    public ModelVma Cut(ModelVma vma, ulong at)
    {
        var upper = Map(vma.Process, at, vma.End, vma.Offset + (at - vma.Start));
        vma.End = at;
        return upper;
    }

    private int NewTable()
    {
        var table = _sharers.Count;
        _sharers[table] = [];
        _pages[table] = [];
        return table;
    }

    private int? FindShareable(ModelVma vma, ulong address, ulong offset)
    {
        foreach (var other in _vmas)
        {
            if (other == vma || offset < other.Offset || offset - other.Offset >= other.End - other.Start) continue;
            var there = other.Start + (offset - other.Offset);
            if (there % G != address % G || !other.ContainsSlot(there / G)) continue;
            if (TableOf(other.Process, there / G) is { } table) return table;
        }

        return null;
    }
}

/// <summary>A MAP_SHARED mapping of the model: addresses, the file offset of its start, and is it registered for WP or MINOR.</summary>
internal sealed class ModelVma(char process, ulong start, ulong end, ulong offset)
{
    public char Process => process;

    public ulong Start => start;

    public ulong End { get; set; } = end;

    public ulong Offset => offset;

    public bool IsRegistered { get; set; }

    /// <summary>Is the whole 1G in it?</summary>
    public bool ContainsSlot(ulong slot) => start <= slot * SharingModel.G && (slot + 1) * SharingModel.G <= End;
}
