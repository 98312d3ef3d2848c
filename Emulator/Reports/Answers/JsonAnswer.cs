using Emulator.Accounting;
using Emulator.Host;
using Emulator.Probes;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>An <see cref="Answer"/> as a line of JSON: names, order and shapes of the output contract (docs/trace-format.md).</summary>
public static class JsonAnswer
{
    /// <param name="tracePath">Put first, where several traces answer into one output; otherwise null.</param>
    public static string Of(Answer answer, string? tracePath = null) => JsonContract.Line(answer.Statement, tracePath, json =>
    {
        var (outcome, tally) = (answer.Outcome, answer.Tally);
        JsonContract.WriteOutcome(json, outcome.Result, outcome.Touched, outcome.Faults, outcome.Sigbus, outcome.Sigsegv);
        JsonContract.WriteNumbers(json, "page_table_kb", answer.PageTableKilobytes);
        json.WriteNumber("unshared", tally.Unshared);
        json.WriteNumber("left_shared", answer.LeftShared);
        json.WriteNumber("left_stale", answer.LeftStale);
        JsonContract.WriteNumbers(json, "calls", CallsOf(answer.Calls));
        JsonContract.WriteFlushes(json, tally.FlushesLocal, tally.FlushesLocalFull, tally.FlushesRemote);
        JsonContract.WriteIpis(json, tally.FlushIpis, tally.SyncIpis);
        JsonContract.WriteModelTime(json, answer.ModelTime);
        ConsumerTimeJson.Write(json, answer.Consumers);
        if (answer.Maps is not null) JsonContract.WriteMaps(json, answer.Maps);
    });

    private static IEnumerable<KeyValuePair<string, long>> CallsOf(CallTree calls) =>
        KernelFunctions.Counted
            .Where(function => calls[function] > 0)
            .Select(function => KeyValuePair.Create(function.CName(), calls[function]));
}

/// <summary>A <see cref="HostAnswer"/> as a line of JSON, as docs/trace-format.md has it, without what a kernel can't tell.</summary>
public static class JsonHostAnswer
{
    /// <param name="tracePath">Put first, where several traces answer into one output; otherwise null.</param>
    public static string Of(HostAnswer answer, string? tracePath = null) => JsonContract.Line(answer.Statement, tracePath, json =>
    {
        JsonContract.WriteOutcome(json, answer.Result, answer.Touched, answer.Faults, answer.Sigbus, answer.Sigsegv);
        JsonContract.WriteNumbers(json, "page_table_kb", answer.PageTableKilobytes);
        if (answer.Calls is { } calls) JsonContract.WriteNumbers(json, "calls", calls);
        if (answer.Flushes is { } flushes) JsonContract.WriteFlushes(json, flushes.Local, flushes.LocalFull, flushes.Remote);
        if (answer.Ipis is { } ipis) JsonContract.WriteIpis(json, ipis.FlushTlb, ipis.TableSync);
        if (answer.Maps is not null) JsonContract.WriteMaps(json, answer.Maps);
        json.WriteNumber("nondeterministic", answer.Nondeterministic);
        if (answer.Nanoseconds > 0) json.WriteNumber("ns_median", answer.Nanoseconds);
    });
}
