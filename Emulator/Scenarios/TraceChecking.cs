using Emulator.Checks;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Tlb;

namespace Emulator.Scenarios;

/// <summary>The checks around each statement: what the call means for what a program may expect, and all that must hold after it.</summary>
internal sealed class TraceChecking(Machine machine, CheckSet checks)
{
    private Mm? _mm;
    private ulong _pageBytes;
    private bool _severalVmas;
    private List<(HugetlbFile File, ulong First, ulong Last)> _punched = [];

    /// <summary>The state that the call's meaning depends on is the one before it.</summary>
    public void Before(Statement statement)
    {
        _mm = statement is ProcessStatement act ? machine.ProcessOf(act.Process) : null;
        checks.IsWrite = statement is TouchStatement touch ? touch.Access == AccessKind.Write : null;
        checks.Steps.StartStatement(_mm, AddressRanges.Of(statement).Cast<AddrRange?>().FirstOrDefault(range => !range!.Value.IsEmpty));
        _severalVmas = statement is MremapStatement several && _mm!.Vmas.Overlapping(several.Range).Count > 1;
        _pageBytes = statement is MremapStatement mremap && _mm!.Vmas.At(mremap.Range.Start) is { } vma ? vma.PageBytes : 0;
        _punched = PunchedBy(statement);
        // What resolves a protection makes entries writable while it runs.
        if (statement is UffdUnregisterStatement unregister) checks.Promises.Ended(_mm!, unregister.Range, minorToo: true);
        if (statement is UffdWriteprotectStatement { IsOn: false } resolve) checks.Promises.Ended(_mm!, resolve.Range, minorToo: false);
    }

    public void After(Statement statement, Outcome outcome, TlbContents tlb)
    {
        if (outcome.Deadlock is null) Mean(statement, outcome.Error == Errno.None);
        checks.Steps.EndStatement();
        // A call that never comes back leaves everything half done.
        if (outcome.Deadlock is not null) return;
        foreach (var violation in checks.States.Find(tlb, checks.Tables)) machine.Report(violation);
        checks.Tables.Clear();
    }

    private void Mean(Statement statement, bool isDone)
    {
        foreach (var (file, first, last) in _punched) checks.Contents.Punched(file, first, last, isDone);
        switch (statement)
        {
            case MmapStatement mmap when isDone:
                Unmapped(Whole(mmap.Range));
                break;
            case MunmapStatement munmap when isDone:
                Unmapped(Whole(munmap.Range));
                break;
            case MadviseStatement { Advice: MadviseBehavior.Dontneed } madvise when isDone:
                checks.Contents.Dropped(_mm!, Whole(madvise.Range));
                break;
            case MadviseStatement { Advice: MadviseBehavior.Dontneed } madvise:
                checks.Contents.Forget(_mm!, Whole(madvise.Range));
                break;
            case ForkStatement fork:
                checks.Contents.Forked(_mm!, machine.ProcessOf(fork.Child));
                break;
            case MremapStatement mremap when _pageBytes != 0:
                Moved(mremap, isDone);
                break;
            default:
                MeanUserfaultfd(statement, isDone);
                break;
        }
    }

    private void MeanUserfaultfd(Statement statement, bool isDone)
    {
        switch (statement)
        {
            case UffdRegisterStatement register when isDone:
                if ((register.Mode & UffdModes.Wp) == 0) checks.Promises.Ended(_mm!, register.Range, minorToo: false);
                if ((register.Mode & UffdModes.Minor) != 0) checks.Promises.RegisteredMinor(_mm!, register.Range);
                break;
            case UffdWriteprotectStatement { IsOn: true } protect when isDone:
                checks.Promises.WriteProtected(_mm!, protect.Range);
                break;
        }
    }

    private void Unmapped(AddrRange range)
    {
        checks.Contents.Dropped(_mm!, range);
        checks.Promises.Ended(_mm!, range, minorToo: true);
    }

    /// <summary>Lengths are rounded up to huge pages. What fails keeps the old pages, and may have unmapped target and tail.</summary>
    private void Moved(MremapStatement mremap, bool isDone)
    {
        var (start, oldLength, length) = (mremap.Range.Start, RoundUp(mremap.Range.Length.Bytes), RoundUp(mremap.Length.Bytes));
        var tail = new AddrRange(start + length, start + oldLength);
        if (mremap.To is not { } to)
        {
            if (isDone) Unmapped(tail);
            return;
        }

        var target = new AddrRange(to, to + length);
        checks.Promises.Ended(_mm!, new(start, start + oldLength), minorToo: true);
        checks.Promises.Ended(_mm!, target, minorToo: true);
        if (isDone)
        {
            checks.Contents.Dropped(_mm!, target);
            checks.Contents.Dropped(_mm!, tail);
            checks.Contents.Moved(_mm!, new(start, start + Math.Min(oldLength, length)), to);
        }
        else
        {
            checks.Contents.Forget(_mm!, target);
            if (_severalVmas) checks.Contents.MovedPerhaps(_mm!, new(start, start + Math.Min(oldLength, length)), to);
            checks.Contents.Forget(_mm!, tail);
        }
    }

    private List<(HugetlbFile, ulong, ulong)> PunchedBy(Statement statement)
    {
        switch (statement)
        {
            case TruncateStatement truncate:
                var file = machine.FileOf(truncate.File);
                return [(file, (truncate.Size.Bytes + file.PageBytes - 1) / file.PageBytes, ulong.MaxValue)];
            case FallocateStatement { IsPunch: true } punch:
                return [Pages(machine.FileOf(punch.File), punch.Range.Start.Value, punch.Range.End.Value)];
            case MadviseStatement { Advice: MadviseBehavior.Remove } remove:
                var range = Whole(remove.Range);
                return [.. _mm!.Vmas.Overlapping(range).Select(vma => Pages(vma, vma.Range.Intersect(range)))];
            default:
                return [];
        }
    }

    private static (HugetlbFile, ulong, ulong) Pages(Vma vma, AddrRange range) =>
        Pages(vma.File, vma.OffsetOf(range.Start).Bytes, vma.OffsetOf(range.End).Bytes);

    private static (HugetlbFile, ulong, ulong) Pages(HugetlbFile file, ulong start, ulong end) =>
        (file, (start + file.PageBytes - 1) / file.PageBytes, end / file.PageBytes);

    /// <summary>The kernel rounds a length up to 4 kB.</summary>
    private static AddrRange Whole(AddrRange range) =>
        new(range.Start, range.Start + ((range.Length.Bytes + Pt.Span - 1) & ~(Pt.Span - 1)));

    private ulong RoundUp(ulong bytes) => (bytes + _pageBytes - 1) & ~(_pageBytes - 1);
}
