using Emulator.Host;

namespace Emulator.Reports;

/// <summary>A <see cref="HostAnswer"/> as a line of JSON, as docs/trace-format.md has it, without what a kernel can't tell.</summary>
public static class JsonHostAnswer
{
    /// <param name="tracePath">Put first, where several traces answer into one output; else null.</param>
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
