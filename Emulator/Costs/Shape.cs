using System.Text;
using Emulator.Scenarios;

namespace Emulator.Costs;

/// <summary>A case to measure: a trace whose last statement is the one whose time is wanted. All before it makes the state.</summary>
/// <param name="Size">Tables (of 1G each), or huge pages where the subject counts those.</param>
/// <param name="Sharers">Processes that map the same tables; 1: nobody shares.</param>
public sealed record Shape(ShapeSubject Subject, int Size, int Sharers = 1, ShapeThread Thread = ShapeThread.None)
{
    private const string Whole = "1T";

    /// <summary>
    /// Cleared by somebody else before the statement: more than the caches hold. An unshare comes after other work, so what it
    /// meets is cold; and what a shape did before is then no matter.
    /// </summary>
    private const string Scrubbed = "64M";

    public string Name
    {
        get
        {
            var sharers = Sharers > 1 ? $" of {Sharers}" : "";
            var thread = Thread switch { ShapeThread.Other => ", CPU 1 busy", ShapeThread.Own => ", own thread", _ => "" };
            return $"{SnakeCase(Subject)} {Size}{sharers}{thread}";
        }
    }

    /// <summary>The shape in the trace language.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder();
            foreach (var line in Lines()) text.Append(line).Append('\n');
            return text.ToString();
        }
    }

    private bool CountsPages => Subject
        is ShapeSubject.MprotectPages or ShapeSubject.MunmapPages or ShapeSubject.TouchCached or ShapeSubject.Writeprotect or ShapeSubject.Dontneed;

    private bool HasTables => Subject is not (ShapeSubject.RegisterAbsent or ShapeSubject.MprotectAbsent);

    private string Length => CountsPages ? $"{2 * Size}M" : $"{Size}G";

    private string Range => $"{Whole}..{Whole}+{Length}";

    /// <summary>The part that is registered, where not all is: from the middle of a table to the middle of one.</summary>
    private string Part => $"{Whole}+512M..{Whole}+{Size - 1}G+512M";

    public Trace Parse()
    {
        using var reader = new StringReader(Text);
        return TraceParser.Parse(Name, reader);
    }

    private IEnumerable<string> Lines()
    {
        yield return $"file F {Length}";
        yield return $"file E {Scrubbed}";
        foreach (var process in Processes()) yield return $"mmap {process} F {Range} shared";
        if (HasTables) foreach (var process in Touching()) yield return $"touch {process} {Range}{(CountsPages ? "" : " every=1G")}";
        if (Subject == ShapeSubject.TouchCached) yield return $"mmap R F {Range} shared prot=r";
        if (Subject == ShapeSubject.Writeprotect) yield return $"uffd-register A {Range} wp";
        yield return $"mmap W E 2T..2T+{Scrubbed} shared";
        yield return $"touch W 2T..2T+{Scrubbed}";
        if (Thread != ShapeThread.None) yield return $"spin {(Thread == ShapeThread.Own ? "A" : "W")} on";
        yield return SubjectLine();
    }

    private IEnumerable<string> Processes()
    {
        for (var i = 0; i < Sharers; i++) yield return i == 0 ? "A" : $"S{i}";
    }

    /// <summary>Whose touches make the state; those of a subject that touches are its own.</summary>
    private IEnumerable<string> Touching() => Subject == ShapeSubject.TouchShared ? Processes().Skip(1) : Processes();

    private string SubjectLine() => Subject switch
    {
        ShapeSubject.Register or ShapeSubject.RegisterAbsent => $"uffd-register A {Range} wp",
        ShapeSubject.RegisterPart => $"uffd-register A {Part} wp",
        ShapeSubject.Mprotect or ShapeSubject.MprotectAbsent or ShapeSubject.MprotectPages => $"mprotect A {Range} r",
        ShapeSubject.Munmap or ShapeSubject.MunmapPages => $"munmap A {Range}",
        ShapeSubject.TouchShared => $"touch A {Range} every=1G",
        ShapeSubject.TouchCached => $"touch R {Range} read",
        ShapeSubject.Writeprotect => $"uffd-writeprotect A {Range} on",
        _ => $"madvise A {Range} dontneed",
    };

    private static string SnakeCase(ShapeSubject subject) =>
        string.Concat($"{subject}".Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}

/// <summary>What keeps CPU 1 busy meanwhile.</summary>
public enum ShapeThread
{
    None,

    /// <summary>A process that has nothing to do with it: broadcasts reach it, flushes don't.</summary>
    Other,

    /// <summary>A thread of the process itself: its flushes must be sent.</summary>
    Own,
}
