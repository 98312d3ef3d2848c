using System.Globalization;
using System.Text;
using Emulator.Accounting;
using Emulator.Experiments;
using Emulator.Probes;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>Two walks in the form of a mail: before, after, ratio, and for each number how it was come by; the trace; how to repeat it.</summary>
public static class MailReport
{
    private const int WidthMax = 72;

    /// <param name="options">What else the command was given: a blank, then the options; or nothing.</param>
    public static string Of(Trace trace, WalkRow before, WalkRow after, string options, string machine, string version)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{before.Walk.Name} against {after.Walk.Name}, at uffd-register, {trace.Machine.Cpus} CPUs:\n\n");
        text.Append(Table(before, after)).Append(ComparisonNotes.Of([before, after])).Append('\n');
        text.Append("counted:  calls of the emulated kernel, on real x86_64 tables; exact\n");
        text.Append("modelled: counts x costs; every cost and its source: docs/costs.md\n");
        text.Append("          at least, at most: as far as the costs' intervals reach\n");
        if (before.Consumers.Count > 0)
        {
            text.Append("bound:    if what an mmu notifier tells holds all that the mm maps; its\n");
            text.Append("          costs are in the kernel time (docs/costs.md)\n");
        }

        if (before.Time is not null)
            text.Append(CultureInfo.InvariantCulture,
                $"measured: ptemu's own time for the walk, median of {before.Time.Value.Runs}; on\n{Wrapped(machine, "  ")}");
        text.Append("taken from source: which walk does what, by the commits below\n\n");
        foreach (var row in (WalkRow[])[before, after]) text.Append(Wrapped($"{row.Walk.Name}: {row.Walk.Summary}", ""));
        text.Append("\nThe trace:\n\n");
        foreach (var line in trace.ToTraceText().Split('\n', StringSplitOptions.RemoveEmptyEntries)) text.Append(CultureInfo.InvariantCulture, $"    {line}\n");
        text.Append(CultureInfo.InvariantCulture, $"\nTo repeat it (ptemu {version}):\n\n");
        text.Append(CultureInfo.InvariantCulture, $"    ptemu compare --base {before.Walk.Name} --head {after.Walk.Name}{options} {Quoted(trace.Path)}\n");
        return text.ToString();
    }

    private static string Table(WalkRow before, WalkRow after)
    {
        var table = new TextTable(35, 9, 9, 8, 10);
        table.Add("", before.Walk.Name, after.Walk.Name, "ratio", "");
        foreach (var function in KernelFunctions.Counted.Where(function => before[function] > 0 || after[function] > 0))
        {
            Add(table, function.CName(), before[function], after[function]);
        }

        Add(table, "tables unshared", before.Unshared, after.Unshared);
        Add(table, "IPIs", before.Ipis, after.Ipis);
        Add(table, "tables left shared", before.LeftShared, after.LeftShared);
        Add(table, "TLB entries left stale", before.LeftStale, after.LeftStale);
        foreach (var (first, second) in before.Consumers.Zip(after.Consumers))
        {
            Add(table, $"{first.Consumer}: calls that tell it", first.Work.Told, second.Work.Told, "bound");
            Add(table, $"{first.Consumer}: entries dropped", first.Work.Entries, second.Work.Entries, "bound");
        }

        AddTimes(table, before.ModelTime, after.ModelTime);
        if (before.Time is { } earlier && after.Time is { } later)
        {
            table.Add("ptemu's time", Duration.Of(earlier.MedianNs), Duration.Of(later.MedianNs), Ratio(earlier.MedianNs, later.MedianNs), "measured");
        }

        return table.ToString();
    }

    /// <summary>The ends of the intervals have rows of their own: beside the times they would be too wide for a mail.</summary>
    private static void AddTimes(TextTable table, CostRange before, CostRange after)
    {
        table.Add("kernel time", Duration.Of(before.Nanoseconds), Duration.Of(after.Nanoseconds), Ratio(before.Nanoseconds, after.Nanoseconds), "modelled");
        table.Add("  at least", Duration.Of(before.Low), Duration.Of(after.Low), "", "modelled");
        table.Add("  at most", Duration.Of(before.High), Duration.Of(after.High), "", "modelled");
    }

    private static void Add(TextTable table, string name, long before, long after, string how = "counted") =>
        table.Add(name, $"{before}", $"{after}", Ratio(before, after), how);

    /// <summary>After over before; over nothing there is none.</summary>
    private static string Ratio(double before, double after) =>
        before == 0 ? "-" : (after / before).ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>A path as a shell takes it: as it stands, or quoted where the shell would make something else of it.</summary>
    public static string Quoted(string path) =>
        path.All(c => char.IsLetterOrDigit(c) || "-_./+,:=@%".Contains(c)) ? path : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Wrapped(string sentence, string indent)
    {
        var text = new StringBuilder();
        var line = indent;
        foreach (var word in sentence.Split(' '))
        {
            if (line.Length + word.Length >= WidthMax && line.Length > indent.Length)
            {
                text.Append(line.TrimEnd()).Append('\n');
                line = indent + "  ";
            }

            line += word + " ";
        }

        return text.Append(line.TrimEnd()).Append('\n').ToString();
    }
}
