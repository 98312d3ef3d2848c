using Emulator.Native;

namespace Tests.Tlb.Hardware;

/// <summary>A set-associative LRU array as one would explain it: a list for each set, the last used first.</summary>
internal sealed class NaiveLru(int sets, int ways)
{
    private readonly List<ulong>[] _sets = [.. Enumerable.Range(0, sets).Select(_ => new List<ulong>())];

    public bool Use(TlbTag tag)
    {
        var set = SetOf(tag);
        var isThere = set.Remove(tag.Raw);
        set.Insert(0, tag.Raw);
        if (set.Count > ways) set.RemoveAt(ways);
        return isThere;
    }

    public int Remove(Func<TlbTag, bool> isRemoved) => _sets.Sum(set => set.RemoveAll(raw => isRemoved(new(raw))));

    public IEnumerable<ulong> Contents => _sets.SelectMany(set => set);

    private List<ulong> SetOf(TlbTag tag) => _sets[(int)((tag.Start.Value >> TlbTag.ShiftOf(tag.Kind)) % (ulong)sets)];
}
