using System.Globalization;
using System.Reflection;
using Emulator.Native;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>A trace as a C program of its own, for any Linux machine: `ptemu repro`.</summary>
public static class ReproProgram
{
    private const string Template = "repro.c.template";

    /// <returns>The source, in which stands only what the trace needs.</returns>
    /// <exception cref="TraceException">No program can do what the trace says, or none should.</exception>
    public static string Of(Trace trace, ReproOptions options)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(options);
        ReproRefusals.Check(trace, options);
        var plan = new ReproPlan(trace, options);
        ReproRefusals.CheckAnswers(trace, plan, options);
        var words = ReproNeeds.Of(trace, options);
        var names = new CNames(trace);
        var statements = Statements(trace, plan, options, new(names, plan, words.Contains("read") && words.Contains("write")));
        var values = new Dictionary<string, string>
        {
            ["TITLE"] = $"{Path.GetFileName(trace.Path)}, written by ptemu repro{(options.IsSelftest ? " --kselftest" : "")}",
            ["TRACE"] = TraceText(trace),
            ["RELEASE"] = options.Release.Name,
            ["SETUP"] = string.Join("\n *\t", PageNeeds(trace, plan).Select(need => need.Command)),
            ["PROCESSES"] = Processes(trace, names, options),
            ["FILES"] = Lines(names.Files.Values.Concat(names.ReadOnlyFiles.Values), file => $"static int {file};"),
            ["UFFDS"] = Lines(names.Userfaultfds, uffd => $"static int {uffd};\t/* each process has its own */"),
            ["OPEN_UFFDS"] = Lines(names.Userfaultfds, uffd => $"\t\t{uffd} = open_userfaultfd();"),
            ["CHECKS"] = Lines(PageNeeds(trace, plan), need => $"\tcheck_huge_pages(\"{need.Size}\", {need.Count});"),
            ["CREATE_FILES"] = CreateFiles(trace, names),
            ["STATEMENTS"] = statements,
        };
        values["UNITS"] = Units(trace, values["CREATE_FILES"] + statements);
        return CTemplate.Fill(ReadTemplate(), words, values);
    }

    private static string Statements(Trace trace, ReproPlan plan, ReproOptions options, ReproStatements statements)
    {
        var expectation = new ReproExpectation();
        return string.Join('\n', trace.Executable.Select(statement =>
            statements.Of(statement, options.IsSelftest ? expectation.Of(plan.AnswerTo(statement)!) : null)));
    }

    private static string TraceText(Trace trace) => Lines(
        trace.Statements.Prepend(trace.Machine).Where(statement => statement.Line > 0),
        statement => $" *\t{statement.Text}");

    private static string Processes(Trace trace, CNames names, ReproOptions options)
    {
        var identifiers = CText.Wrap(names.Processes.Select(process => process.Identifier), ",", "\t");
        var text = $"enum {{\n\tNOBODY = -1,\n\t{identifiers},\n\tPROCESSES,\n"
            + $"\tSTARTING = {trace.Processes.Count},\t/* the others are forked by the trace */\n";
        if (options.IsSelftest) text += $"\tSTATEMENTS = {trace.Executable.Count()},\n";
        if (ReproNeeds.LastSpinCpu(trace) is { } last) text += $"\tSPIN_CPUS = {last + 1},\n\tSPIN_STACK = 4096,\n";
        return $"{text}}};\n\nstatic const char *const name[] = {{\n\t"
            + $"{CText.Wrap(names.Processes.Select(process => $"\"{process.Name}\""), ",", "\t")},\n}};\n";
    }

    private static string CreateFiles(Trace trace, CNames names)
    {
        var files = trace.Files.Select(file =>
            $"\t{names.Files[file.Name]} = create_file(\"{file.Name}\", HUGE_{file.HugePage}, {CText.Of(file.Size)});");
        var readOnly = names.ReadOnlyFiles.Select(pair => $"\t{pair.Value} = open_read_only({names.Files[pair.Key]});");
        return string.Join('\n', files.Concat(readOnly));
    }

    private static string Units(Trace trace, string text)
    {
        var units = CText.UnitsIn(text);
        var pages = trace.Files.Select(file => file.HugePage).Distinct().Order().Select(page =>
            $"#define HUGE_{page} ({ulong.TrailingZeroCount(page.Bytes)}U << 26)\t/* MFD_HUGE_{page}B, of linux/memfd.h */");
        return string.Join('\n', units.Concat(pages));
    }

    private static IEnumerable<(string Size, long Count, string Command)> PageNeeds(Trace trace, ReproPlan plan)
    {
        foreach (var page in trace.Files.Select(file => file.HugePage).Distinct().Order())
        {
            var limit = page.Bytes == Pmd.Span ? trace.Machine.HugePages : null;
            var (count, size) = (limit ?? Math.Max(1, plan.Pages.GetValueOrDefault(page)), $"{page.Bytes >> 10}kB");
            yield return (size, count, string.Create(
                CultureInfo.InvariantCulture, $"echo {count} | sudo tee /sys/kernel/mm/hugepages/hugepages-{size}/nr_hugepages"));
        }
    }

    private static string Lines<T>(IEnumerable<T> items, Func<T, string> line) => string.Join('\n', items.Select(line));

    private static string ReadTemplate()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Template);
        Ensure.That(stream is not null);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
