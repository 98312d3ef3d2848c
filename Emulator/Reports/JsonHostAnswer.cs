using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Emulator.Host;

namespace Emulator.Reports;

/// <summary>A <see cref="HostAnswer"/> as a line of JSON, as docs/trace-format.md has it, without what a kernel can't tell.</summary>
public static class JsonHostAnswer
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="tracePath">Put first, where several traces answer into one output; else null.</param>
    public static string Of(HostAnswer answer, string? tracePath = null)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            if (tracePath is not null) json.WriteString("trace", tracePath);
            json.WriteNumber("line", answer.Statement.Line);
            json.WriteString("statement", answer.Statement.Text);
            json.WriteString("result", answer.Result);
            json.WriteNumber("touched", answer.Touched);
            json.WriteNumber("faults", answer.Faults);
            json.WriteNumber("sigbus", answer.Sigbus);
            json.WriteNumber("sigsegv", answer.Sigsegv);
            Write(json, "page_table_kb", [.. answer.PageTableKilobytes.Select(pair => (pair.Key, pair.Value))]);
            if (answer.Calls is { } calls) Write(json, "calls", [.. calls.Select(pair => (pair.Key, pair.Value))]);
            if (answer.Flushes is { } flushes)
            {
                Write(json, "tlb_flushes", ("local", flushes.Local), ("local_full", flushes.LocalFull), ("remote", flushes.Remote));
            }

            if (answer.Ipis is { } ipis) Write(json, "ipis", ("flush_tlb", ipis.FlushTlb), ("table_sync", ipis.TableSync));
            if (answer.Maps is not null) WriteMaps(json, answer.Maps);
            json.WriteNumber("nondeterministic", answer.Nondeterministic);
            if (answer.Nanoseconds > 0) json.WriteNumber("ns_median", answer.Nanoseconds);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, string name, params (string Key, long Number)[] numbers)
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
