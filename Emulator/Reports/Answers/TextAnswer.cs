using System.Globalization;
using System.Text;
using Emulator.Host;
using Emulator.Kernel;
using Emulator.Probes;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>An <see cref="Answer"/> for a person: the statement, then what it did, only what is not zero.</summary>
public static class TextAnswer
{
    public static string Of(Answer answer, string? tracePath = null)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{(tracePath is null ? "" : tracePath + ":")}{answer.Statement.Line}: {answer.Statement.Text}\n");
        Line(text, "result", [answer.Outcome.Result, .. Numbers(
            ("touched", answer.Outcome.Touched), ("faults", answer.Outcome.Faults),
                ("sigbus", answer.Outcome.Sigbus), ("sigsegv", answer.Outcome.Sigsegv))]);
        Line(text, "tables", Tables(answer));
        Line(text, "unshared",
            [.. Numbers(("tables", answer.Tally.Unshared), (CheckNames.LeftShared, answer.LeftShared), ("left stale", answer.LeftStale))]);
        Line(text, "calls", Calls(answer));
        Line(text, "flushes", [.. Numbers(
            ("local", answer.Tally.FlushesLocal), ("full", answer.Tally.FlushesLocalFull), ("remote", answer.Tally.FlushesRemote),
            ("flush IPIs", answer.Tally.FlushIpis), ("sync IPIs", answer.Tally.SyncIpis))]);
        Line(text, "model", [Duration.Of(answer.ModelTime)]);
        foreach (var one in answer.Consumers) Line(text, one.Consumer, [Duration.Of(one.All), .. Numbers(
            ("told", one.Work.Told), ("flushes", one.Work.Invalidations), ("entries", one.Work.Entries))]);
        foreach (var (process, vmas) in answer.Maps ?? []) Line(text, $"maps {process}", vmas);
        return text.ToString().TrimEnd('\n');
    }

    // Loops, because queries over pairs would be compiled by the JIT in each run.
    private static List<string> Tables(Answer answer)
    {
        var texts = new List<string>();
        foreach (var (process, kilobytes) in answer.PageTableKilobytes) texts.Add($"{process} {kilobytes} kB");
        return texts;
    }

    private static List<string> Calls(Answer answer)
    {
        var texts = new List<string>();
        foreach (var function in KernelFunctions.Counted)
        {
            if (answer.Calls[function] > 0) texts.Add($"{function.CName()} {answer.Calls[function]}");
        }

        return texts;
    }

    private static List<string> Numbers(params (string Name, long Count)[] numbers)
    {
        var texts = new List<string>();
        foreach (var (name, count) in numbers)
        {
            if (count != 0) texts.Add($"{name} {count}");
        }

        return texts;
    }

    private static void Line(StringBuilder text, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0) text.Append(CultureInfo.InvariantCulture, $"    {name,-9} {string.Join(", ", values)}\n");
    }
}

/// <summary>A <see cref="HostAnswer"/> for a person, in the form of <see cref="TextAnswer"/>.</summary>
public static class TextHostAnswer
{
    public static string Of(HostAnswer answer, string? tracePath = null)
    {
        var text = new StringBuilder();
        var path = tracePath is null ? "" : tracePath + ":";
        text.Append(CultureInfo.InvariantCulture, $"{path}{answer.Statement.Line}: {answer.Statement.Text}\n");
        Line(text, "result", [answer.Result, .. Numbers(
            ("touched", answer.Touched), ("faults", answer.Faults), ("sigbus", answer.Sigbus), ("sigsegv", answer.Sigsegv))]);
        Line(text, "tables", [.. answer.PageTableKilobytes.Select(pair => $"{pair.Key} {pair.Value} kB")]);
        var (flushes, ipis) = (answer.Flushes ?? default, answer.Ipis ?? default);
        Line(text, "flushes", [.. Numbers(
            ("local", flushes.Local), ("full", flushes.LocalFull), ("remote", flushes.Remote),
            ("flush IPIs", ipis.FlushTlb ?? 0), ("sync IPIs", ipis.TableSync))]);
        Line(text, "time", [Duration.Of(answer.Nanoseconds)]);
        if (answer.Nondeterministic > 0) Line(text, "varies", [$"{answer.Nondeterministic} repetitions answered otherwise"]);
        foreach (var (process, vmas) in answer.Maps ?? []) Line(text, $"maps {process}", vmas);
        return text.ToString().TrimEnd('\n');
    }

    private static IEnumerable<string> Numbers(params (string Name, long Count)[] numbers) =>
        numbers.Where(number => number.Count != 0).Select(number => $"{number.Name} {number.Count}");

    private static void Line(StringBuilder text, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0) text.Append(CultureInfo.InvariantCulture, $"    {name,-9} {string.Join(", ", values)}\n");
    }
}
