using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Emulator.Accounting;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>An <see cref="Answer"/> as a line of JSON: names, order and shapes of the output contract (docs/trace-format.md).</summary>
public static class JsonAnswer
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="tracePath">Put first, where several traces answer into one output; else null.</param>
    public static string Of(Answer answer, string? tracePath = null)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            if (tracePath is not null) json.WriteString("trace", tracePath);
            json.WriteNumber("line", answer.Statement.Line);
            json.WriteString("statement", answer.Statement.Text);
            WriteOutcome(json, answer.Outcome);
            WriteNumbers(json, "page_table_kb", answer.PageTableKilobytes);
            json.WriteNumber("unshared", answer.Tally.Unshared);
            json.WriteNumber("left_shared", answer.LeftShared);
            json.WriteNumber("left_stale", answer.LeftStale);
            WriteNumbers(json, "calls", CallsOf(answer.Calls));
            WriteFlushes(json, answer.Tally);
            json.WritePropertyName("model_ns");
            json.WriteRawValue(answer.ModelNs.ToString("0.0", CultureInfo.InvariantCulture));
            if (answer.Maps is not null) WriteMaps(json, answer.Maps);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteOutcome(Utf8JsonWriter json, Outcome outcome)
    {
        json.WriteString("result", outcome.Result);
        json.WriteNumber("touched", outcome.Touched);
        json.WriteNumber("faults", outcome.Faults);
        json.WriteNumber("sigbus", outcome.Sigbus);
        json.WriteNumber("sigsegv", outcome.Sigsegv);
    }

    private static IEnumerable<KeyValuePair<string, long>> CallsOf(CallTree calls) =>
        KernelFunctions.Counted
            .Where(function => calls[function] > 0)
            .Select(function => KeyValuePair.Create(function.CName(), calls[function]));

    private static void WriteFlushes(Utf8JsonWriter json, Tally tally)
    {
        json.WriteStartObject("tlb_flushes");
        json.WriteNumber("local", tally.FlushesLocal);
        json.WriteNumber("local_full", tally.FlushesLocalFull);
        json.WriteNumber("remote", tally.FlushesRemote);
        json.WriteEndObject();
        json.WriteStartObject("ipis");
        json.WriteNumber("flush_tlb", tally.FlushIpis);
        json.WriteNumber("table_sync", tally.SyncIpis);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, long>> numbers)
    {
        json.WriteStartObject(name);
        foreach (var (key, number) in numbers) json.WriteNumber(key, number);
        json.WriteEndObject();
    }

    private static void WriteMaps(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> maps)
    {
        json.WriteStartObject("maps");
        foreach (var (process, vmas) in maps)
        {
            json.WriteStartArray(process);
            foreach (var vma in vmas) json.WriteStringValue(vma);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
