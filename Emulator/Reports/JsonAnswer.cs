using Emulator.Accounting;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>An <see cref="Answer"/> as a line of JSON: names, order and shapes of the output contract (docs/trace-format.md).</summary>
public static class JsonAnswer
{
    /// <param name="tracePath">Put first, where several traces answer into one output; else null.</param>
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
