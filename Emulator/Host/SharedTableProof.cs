using Emulator.Native;
using Emulator.Scenarios;

namespace Emulator.Host;

/// <summary>
/// Proves that what a move would take along is in shared tables, which the mover drops, or is not there. It understands no
/// more than mappings that were made as asked and touched without a signal: after any other statement it proves nothing.
/// </summary>
public sealed class SharedTableProof
{
    private readonly List<MmapStatement> _mappings = [];
    private readonly List<TouchStatement> _touches = [];
    private readonly HashSet<string> _gigaFiles = [];
    private string? _spoiler;

    public SharedTableProof(Trace trace)
    {
        foreach (var file in trace.Files.Where(file => file.HugePage.Bytes != Pmd.Span)) _gigaFiles.Add(file.Name);
    }

    /// <summary>Takes what a statement was answered into account.</summary>
    public void Add(HostAnswer answer)
    {
        // Populating is a touch that may find no sharer: not understood.
        if (answer is { Statement: MmapStatement mmap, Result: "0" } && (mmap.Flags & MmapFlags.Populate) == 0) _mappings.Add(mmap);
        else if (answer is { Statement: TouchStatement touch, Sigbus: 0, Sigsegv: 0 }) _touches.Add(touch);
        else if (answer.Statement is not SpinStatement) _spoiler ??= answer.Statement.Text;
    }

    public string? WhyNotShared(string process, AddrRange old, AddrRange target)
    {
        if (_spoiler is not null)
        {
            return $"after '{_spoiler}' it can't be told which tables are shared, and moving one that is not never returns";
        }
        var moved = _mappings.Where(one => one.Process == process && one.Range.Overlaps(old)).ToList();
        if (moved is not [{ Sharing: Sharing.Shared } mapping] || _gigaFiles.Contains(mapping.File))
        {
            return "it moves several mappings, or part of one";
        }

        for (var giga = old.Start.AlignDown<Pud>(); giga < old.End; giga += Pud.Span)
        {
            var there = Giga(giga + (target.Start - old.Start));
            // Without a whole 1G at the destination nobody looks for a sharer; what was never touched has no entries.
            if (!target.Contains(there) || !IsTouched(process, Giga(giga))) continue;
            if (!mapping.Range.Contains(Giga(giga)) || !_mappings.Any(other => Shares(other, mapping, giga)))
            {
                return $"the table at {giga} is populated and can't be proved to be shared: moving it never returns";
            }
        }

        return null;
    }

    /// <summary>page_table_shareable: the same file pages at the same place of a 1G, whole in both, equal flags; both touched.</summary>
    private bool Shares(MmapStatement other, MmapStatement mapping, VirtAddr giga)
    {
        if (ReferenceEquals(other, mapping) || other.File != mapping.File || other.Sharing != Sharing.Shared) return false;
        if (other.Protection != mapping.Protection || other.Flags != mapping.Flags || other.IsReadOnlyFile != mapping.IsReadOnlyFile)
        {
            return false;
        }
        var distance = other.Range.Start - other.Offset - (mapping.Range.Start - mapping.Offset);
        var there = Giga(giga + distance);
        return distance.IsAligned(Pud.Span) && other.Range.Contains(there) && IsTouched(other.Process, there);
    }

    private bool IsTouched(string process, AddrRange giga) =>
        _touches.Where(touch => touch.Process == process).Any(touch => Reaches(touch, giga));

    private static bool Reaches(TouchStatement touch, AddrRange giga)
    {
        if (touch.Addresses.Any(giga.Contains)) return true;
        if (touch.Range is not { IsEmpty: false } range || !range.Overlaps(giga)) return false;
        if (range.Contains(giga.Start) && touch.Every is null) return true;
        // The first access at or after the start of the common part.
        var step = touch.Every?.Bytes ?? Pmd.Span;
        var common = range.Intersect(giga);
        var first = range.Start + ((common.Start - range.Start).Bytes + step - 1) / step * step;
        return common.Contains(first);
    }

    private static AddrRange Giga(VirtAddr start) => new(start, start + Pud.Span);
}
