using Emulator.Scenarios;

namespace Emulator.Host;

/// <summary>Answers of the emulator and of a kernel in one form. What a kernel can't tell is not in it.</summary>
public static class AnswerFields
{
    private const string Flushes = "tlb_flushes", Ipis = "ipis";

    public static IReadOnlyList<AnswerField> Of(HostAnswer answer) =>
    [
        .. Outcome(answer.Result, answer.Touched, answer.Faults, answer.Sigbus, answer.Sigsegv),
        Tables(answer.PageTableKilobytes),
        .. Maps(answer.Maps),
        .. answer.Flushes is { } flushes ? [FlushField(flushes.Local, flushes.LocalFull, flushes.Remote)] : (AnswerField[])[],
        .. answer.Ipis is { } ipis ? [IpiField(ipis.FlushTlb is { } flush ? $"{flush}" : "by hypercall", ipis.TableSync)] : (AnswerField[])[],
        .. answer.Calls is { } calls ? [new("calls", string.Join(", ", calls.Select(pair => $"{pair.Key} {pair.Value}")))] : (AnswerField[])[],
    ];

    public static IReadOnlyList<AnswerField> Of(Answer answer) =>
    [
        .. Outcome(answer.Outcome.Result, answer.Outcome.Touched, answer.Outcome.Faults, answer.Outcome.Sigbus, answer.Outcome.Sigsegv),
        Tables(answer.PageTableKilobytes),
        .. Maps(answer.Maps),
        FlushField(answer.Tally.FlushesLocal, answer.Tally.FlushesLocalFull, answer.Tally.FlushesRemote),
        IpiField($"{answer.Tally.FlushIpis}", answer.Tally.SyncIpis),
    ];

    /// <summary>The fields of both that differ; what only one of them has does not count.</summary>
    /// <param name="host">If its repetitions differed, its flushes and interrupts are not held against anybody.</param>
    public static IReadOnlyList<string> Differences(Answer emulated, HostAnswer host)
    {
        if (host.Ipis is { FlushTlb: null } ipis) host = host with { Ipis = ipis with { FlushTlb = emulated.Tally.FlushIpis } };
        // After a hang only the result is known.
        var fields = Of(host).Take(host.Result == HostAnswer.Deadlock ? 1 : int.MaxValue);
        var theirs = fields.ToDictionary(field => field.Name, field => field.Value);
        return [.. Of(emulated)
            .Where(field => theirs.TryGetValue(field.Name, out var value) && value != field.Value)
            .Select(field => field.Name)
            .Where(name => host.Nondeterministic == 0 || name is not (Flushes or Ipis))];
    }

    private static AnswerField[] Outcome(string result, long touched, long faults, long sigbus, long sigsegv) =>
    [
        new("result", result), new("touched", $"{touched}"), new("faults", $"{faults}"),
        new("sigbus", $"{sigbus}"), new("sigsegv", $"{sigsegv}"),
    ];

    private static AnswerField Tables(IReadOnlyList<KeyValuePair<string, long>> kilobytes) =>
        new("page_table_kb", string.Join(", ", Sorted(kilobytes).Select(pair => $"{pair.Key} {pair.Value}")));

    private static AnswerField[] Maps(IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>>? maps) => maps is null ? [] :
        [new("maps", string.Join("; ", Sorted(maps).Select(pair => $"{pair.Key}: {string.Join(", ", pair.Value)}")))];

    private static IEnumerable<KeyValuePair<string, T>> Sorted<T>(IEnumerable<KeyValuePair<string, T>> pairs) =>
        pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static AnswerField FlushField(long local, long localFull, long remote) =>
        new(Flushes, $"local {local}, local_full {localFull}, remote {remote}");

    private static AnswerField IpiField(string flushTlb, long tableSync) => new(Ipis, $"flush_tlb {flushTlb}, table_sync {tableSync}");
}

/// <summary>A field of an answer by its name in the contract, as text: what two answers are compared by.</summary>
public readonly record struct AnswerField(string Name, string Value);
