using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Checks;

/// <summary>
/// Every present entry lies in a VMA of its mm, allows no write that the VMA forbids, and is the page that the VMA's offset says: of
/// the file, or of a private mapping one that stands for that offset, whoever moved or forked it. And a table that several use has no
/// mark of userfaultfd, which is one mm's alone. It keeps what it knows of private pages: one for all checks of a machine.
/// </summary>
public sealed class EntriesAgainstVmas(Machine machine)
{
    // A file has fewer pages.
    private const int FileShift = 44;

    // Of each private page the place in its file, with the file's number from 1 on. A page's address is never given out twice.
    private readonly PageNumbers _places = new();
    private readonly List<HugetlbFile> _files = [];
    private readonly List<Violation> _found = [];
    private readonly HashSet<PhysAddr> _seen = [];
    private ChangedTables? _changed;

    /// <param name="changed">Look at no more than that; null for everything.</param>
    /// <returns>What is not so; the list is the next call's too.</returns>
    public IReadOnlyList<Violation> Find(ChangedTables? changed = null)
    {
        _found.Clear();
        _seen.Clear();
        _changed = changed;
        foreach (var mm in machine.Processes)
        {
            var entries = new Entries(this, mm);
            PresentTables.Visit(machine.Arena, mm, ref entries);
        }

        return _found;
    }

    /// <summary>Do several use the table, and is this the first of them?</summary>
    private bool IsSharedFirst(PhysAddr table) => machine.Arena.Info(table).ShareCount > 0 && _seen.Add(table);

    private void AddVisible(Mm mm, VirtAddr address, PhysAddr table)
    {
        var what = $"{Sharers.Of(machine, table)} use the table, and the mark is one's alone";
        Add(CheckNames.UffdWpVisibleToOthers, mm, address, Pmd.Shift, what);
    }

    /// <returns>Is it well? One finding a table is enough.</returns>
    private bool CheckEntry(Mm mm, VirtAddr address, Pte entry, int shift, Vma? vma)
    {
        var wrong = vma is null ? "a page is mapped, and no VMA is there" : WrongWith(vma, address, entry, shift);
        if (wrong is not null) Add(CheckNames.EntryAgainstVma, mm, address, shift, wrong);
        return wrong is null;
    }

    private string? WrongWith(Vma vma, VirtAddr address, Pte entry, int shift)
    {
        if (vma.File.PageShift != shift) return $"an entry of 2^{shift} bytes maps a file with pages of 2^{vma.File.PageShift}";
        if (entry.IsWritable && (vma.Flags & VmFlags.Write) == 0) return "the entry allows writes, and the VMA does not";
        var page = vma.File.PageOf(entry);
        var index = vma.PageIndex(address);
        if (page == vma.File.Pages.Find(index))
        {
            return !vma.MayShare && entry.IsWritable ? $"a private mapping may write into page {index} of {vma.File.Name} itself" : null;
        }

        if (vma.MayShare) return $"page {page} is mapped, and page {index} of {vma.File.Name} is {vma.File.Pages.Find(index)}";
        if (!machine.AnonymousPages.ContainsKey(page)) return $"page {page} is mapped, which is neither the file's nor a private one";
        var (was, place) = (_places[page], PlaceIn(vma.File, index));
        if (was == 0) _places[page] = place;
        if (was == 0 || was == place) return null;
        var (file, of) = (_files[(int)(was >> FileShift) - 1], was & ((1L << FileShift) - 1));
        return $"the private page {page} stands for page {of} of {file.Name}, and here for page {index} of {vma.File.Name}";
    }

    private long PlaceIn(HugetlbFile file, ulong index)
    {
        var number = _files.IndexOf(file);
        if (number < 0)
        {
            number = _files.Count;
            _files.Add(file);
        }

        return ((number + 1L) << FileShift) | (long)index;
    }

    private void Add(string check, Mm mm, VirtAddr address, int shift, string what)
    {
        var range = new AddrRange(address, address + (1UL << shift));
        _found.Add(new(check, $"{Place.Of(mm, range)}: {what}") { Process = mm.Name, Range = range, Stack = _changed?.CallPathTo(mm, range) ?? [] });
    }

    /// <summary>All leaves of a mm, but for those in tables that the statement can't have changed.</summary>
    private struct Entries(EntriesAgainstVmas checks, Mm mm) : ITableVisitor
    {
        private readonly bool _isWhole = checks._changed?.IsIn(mm) ?? true;
        private PhysAddr _table;
        private bool _isShared;
        private Vma? _vma;

        public Onward Visit(int level, VirtAddr start, Pte entry)
        {
            if (level > Pud.Number) return Onward.Down;
            if (level == Pmd.Number) return VisitPage(start, entry);
            if (!entry.IsTable)
            {
                if (entry.IsPresent) checks.CheckEntry(mm, start, entry, Pud.Shift, mm.Vmas.At(start));
                return Onward.Next;
            }

            (_table, _vma) = (entry.TableAddress, null);
            if (!_isWhole && !checks._changed!.Contains(_table)) return Onward.Next;
            _isShared = checks.IsSharedFirst(_table);
            return Onward.Down;
        }

        private Onward VisitPage(VirtAddr address, Pte entry)
        {
            if (_isShared && (entry.IsUffdWpMarker || (entry.IsPresent && entry.IsUffdWp)))
            {
                checks.AddVisible(mm, address, _table);
                _isShared = false;
            }

            if (!entry.IsPresent) return Onward.Next;
            if (_vma is null || !_vma.Range.Contains(address)) _vma = mm.Vmas.At(address);
            return checks.CheckEntry(mm, address, entry, Pmd.Shift, _vma) ? Onward.Next : Onward.Up;
        }
    }
}
