namespace Emulator.Native;

/// <content>Invalidation: every one is «all tags that have these bits».</content>
public sealed unsafe partial class TlbArray
{
    /// <summary>Takes one tag out.</summary>
    /// <returns>How many entries went: 0 or 1.</returns>
    public int Remove(TlbTag tag) => RemoveIn(SetOf(tag), (ulong.MaxValue, tag.Raw));

    /// <summary>Takes the entries of an address out, whatever their PCID; those that are not global, or all.</summary>
    public int RemoveOfAnyPcid(TlbTag tag, bool withGlobal) => RemoveIn(SetOf(tag), tag.OfAnyPcid(withGlobal));

    /// <summary>The translations of a PCID that are not global.</summary>
    public int RemovePagesOf(int pcid) => RemoveAll(TlbTag.PagesOf(pcid));

    /// <summary>The paging-structure entries of a PCID.</summary>
    public int RemoveTablesOf(int pcid) => RemoveAll(TlbTag.TablesOf(pcid));

    /// <summary>Everything but global translations.</summary>
    public int RemoveNotGlobal() => RemoveAll(TlbTag.NotGlobal);

    /// <summary>Every translation that is not global.</summary>
    public int RemovePages() => RemoveAll(TlbTag.Pages);

    /// <summary>Every global translation.</summary>
    public int RemoveGlobal() => RemoveAll(TlbTag.Globals);

    /// <summary>Every paging-structure entry.</summary>
    public int RemoveTables() => RemoveAll(TlbTag.Tables);

    /// <summary>Empties it.</summary>
    // Safe: both arrays, which lie one after the other.
    public void Clear()
    {
        new Span<ulong>(_tags, Sets * _stride * 2).Clear();
        ResetOrder();
    }

    private int RemoveAll((ulong Mask, ulong Value) pattern)
    {
        var removed = 0;
        for (var set = 0; set < Sets; set++) removed += RemoveIn((nuint)set, pattern);
        return removed;
    }

    /// <summary>What stays closes up in the order of use, so that the empty ways are the last to have been used.</summary>
    // Safe: the ways of one set.
    private int RemoveIn(nuint set, (ulong Mask, ulong Value) pattern)
    {
        var tags = _tags + (set * (nuint)_stride);
        var entries = _entries + (set * (nuint)_stride);
        var removed = 0;
        for (var way = 0; way < Ways; way++)
        {
            if (tags[way] == 0 || (tags[way] & pattern.Mask) != pattern.Value) continue;
            (tags[way], entries[way]) = (0, 0);
            removed++;
        }

        if (removed == 0 || _keeping == Keeping.Tree) return removed;
        // Used again from the oldest to the youngest, what stays comes before what went.
        Span<byte> youngestFirst = stackalloc byte[Ways];
        for (var age = 0; age < Ways; age++) youngestFirst[age] = (byte)WayOfAge(set, age);
        if (_keeping == Keeping.InPlace)
        {
            CloseUp(tags, entries);
            return removed;
        }

        for (var age = Ways - 1; age >= 0; age--)
        {
            if (tags[youngestFirst[age]] != 0) Touch(set, youngestFirst[age]);
        }

        return removed;
    }

    // Safe: the ways of one set.
    private void CloseUp(ulong* tags, ulong* entries)
    {
        var kept = 0;
        for (var way = 0; way < Ways; way++)
        {
            if (tags[way] == 0) continue;
            var (tag, entry) = (tags[way], entries[way]);
            (tags[way], entries[way]) = (0, 0);
            (tags[kept], entries[kept++]) = (tag, entry);
        }
    }
}
