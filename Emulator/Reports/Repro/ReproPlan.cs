using Emulator.Kernel;
using Emulator.Native;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>What the emulator's run of a trace tells the writer of the same in C.</summary>
internal sealed class ReproPlan
{
    private readonly Dictionary<int, Answer> _answers = [];
    private readonly Dictionary<int, IReadOnlyList<(AddrRange Range, ByteSize Step)>> _touches = [];

    /// <exception cref="TraceException">The emulator can't run the trace.</exception>
    public ReproPlan(Trace trace, ReproOptions options)
    {
        using var run = new TraceRun(trace, options.Release);
        using var answers = run.Answers().GetEnumerator();
        foreach (var statement in trace.Executable)
        {
            if (statement is TouchStatement touch) _touches[statement.Line] = [.. StepsOf(touch, run.Machine)];
            if (!answers.MoveNext()) break;
            _answers[statement.Line] = answers.Current;
            NotePages(trace, statement, run.Machine);
        }

        foreach (var mmap in trace.Statements.OfType<MmapStatement>().Where(mmap => (mmap.Flags & MmapFlags.Reserve) != 0))
        {
            var page = trace.Files.First(file => file.Name == mmap.File).HugePage;
            Pages[page] = Pages.GetValueOrDefault(page) + (long)(mmap.Range.Length.Bytes / page.Bytes);
        }
    }

    /// <summary>Huge pages that are in use at the most, by their size; reserved ones count on top.</summary>
    public SortedDictionary<ByteSize, long> Pages { get; } = [];

    /// <summary>The answer; null after a statement that never ends.</summary>
    public Answer? AnswerTo(Statement statement) => _answers.GetValueOrDefault(statement.Line);

    /// <summary>Which accesses a touch of a range makes: from the start of each range, a step apart.</summary>
    public IReadOnlyList<(AddrRange Range, ByteSize Step)> StepsOf(TouchStatement touch) =>
        _touches.TryGetValue(touch.Line, out var steps) ? steps : [(touch.Range!.Value, touch.Every ?? new(Pmd.Span))];

    /// <summary>The step is the huge page of what is mapped, and 2M where nothing is; neighbours with the same step are one.</summary>
    private static IEnumerable<(AddrRange Range, ByteSize Step)> StepsOf(TouchStatement touch, Machine machine)
    {
        if (touch.Range is not { IsEmpty: false } range) yield break;
        var vmas = touch.Every is null ? machine.ProcessOf(touch.Process).Vmas.Overlapping(range) : [];
        var (from, at, step) = (range.Start, range.Start, touch.Every ?? new(Pmd.Span));
        foreach (var vma in vmas.Where(vma => !vma.IsPmdSized))
        {
            at = Beyond(at, vma.Start, Pmd.Span);
            if (from < at) yield return (new(from, at), step);
            if (at >= range.End || at >= vma.End) continue;
            from = at;
            at = Beyond(at, vma.End < range.End ? vma.End : range.End, vma.PageBytes);
            yield return (new(from, at < range.End ? at : range.End), new(vma.PageBytes));
            from = at;
        }

        if (from < range.End) yield return (new(from, range.End), step);
    }

    /// <summary>The first access at or after <paramref name="limit"/>.</summary>
    private static VirtAddr Beyond(VirtAddr at, VirtAddr limit, ulong step) =>
        at >= limit ? at : at + (((limit - at).Bytes + step - 1) / step * step);

    private void NotePages(Trace trace, Statement after, Machine machine)
    {
        foreach (var files in trace.Files.Where(file => file.Line < after.Line).GroupBy(file => file.HugePage))
        {
            var count = files.Sum(file => machine.FileOf(file.Name).Pages.Count) + machine.AnonymousPages.Count;
            Pages[files.Key] = Math.Max(Pages.GetValueOrDefault(files.Key), count);
        }
    }
}

/// <summary>How the program is to be (`ptemu repro`).</summary>
/// <param name="Release">Whose answers it is held against, and whose mappings say how far a touch steps.</param>
/// <param name="IsSelftest">A kernel selftest that answers in TAP, otherwise JSON lines.</param>
/// <param name="AllowsHang">May it have statements that hang some kernels for ever?</param>
public sealed record ReproOptions(LinuxKernel Release, bool IsSelftest = false, bool AllowsHang = false);

/// <summary>The words of the template's conditions that hold for a trace.</summary>
internal static class ReproNeeds
{
    public static IReadOnlySet<string> Of(Trace trace, ReproOptions options)
    {
        var words = new HashSet<string>(trace.Executable.SelectMany(Of)) { options.IsSelftest ? "tap" : "json" };
        if (trace.Machine.HugePages is not null) words.Add("exact");
        if (trace.Machine.Levels == 5) words.Add("la57");
        return words;
    }

    /// <summary>The highest CPU that a thread is started on; null where none is.</summary>
    public static int? LastSpinCpu(Trace trace) =>
        trace.Statements.OfType<SpinStatement>().Select(spin => (int?)spin.Cpus.Cpus[^1]).Max();

    private static IEnumerable<string> Of(Statement statement) => statement switch
    {
        TouchStatement touch =>
        [
            "touch", "faults", touch.Access == AccessKind.Write ? "write" : "read",
            .. touch.Range is null ? ["list"] : touch.Range.Value.IsEmpty ? Array.Empty<string>() : ["range"],
        ],
        ForkStatement => ["fork"],
        ExitStatement => ["exit"],
        FallocateStatement => ["fallocate"],
        SpinStatement spin => spin.IsOn ? ["spin"] : ["spin", "spin-off"],
        MremapStatement { To: not null } => ["hang"],
        MmapStatement { IsReadOnlyFile: true } => ["rofd"],
        MadviseStatement { Advice: MadviseBehavior.PopulateRead or MadviseBehavior.PopulateWrite } => ["advise-populate"],
        UffdRegisterStatement or UffdUnregisterStatement or UffdWriteprotectStatement or UffdContinueStatement => ["uffd"],
        _ => [],
    };
}
