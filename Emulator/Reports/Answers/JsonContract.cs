using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Emulator.Accounting;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>The parts of the output contract (docs/trace-format.md) that the emulator's answers and a real kernel's have in common.</summary>
internal static class JsonContract
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object on one line: which trace, which statement, and then what <paramref name="write"/> adds.</summary>
    /// <param name="tracePath">Put first, where several traces answer into one output; otherwise null.</param>
    public static string Line(Statement statement, string? tracePath, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            if (tracePath is not null) json.WriteString("trace", tracePath);
            json.WriteNumber("line", statement.Line);
            json.WriteString("statement", statement.Text);
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static void WriteOutcome(Utf8JsonWriter json, string result, long touched, long faults, long sigbus, long sigsegv)
    {
        json.WriteString("result", result);
        json.WriteNumber("touched", touched);
        json.WriteNumber("faults", faults);
        json.WriteNumber("sigbus", sigbus);
        json.WriteNumber("sigsegv", sigsegv);
    }

    public static void WriteFlushes(Utf8JsonWriter json, long local, long localFull, long remote) =>
        WriteNumbers(json, "tlb_flushes", [new("local", local), new("local_full", localFull), new("remote", remote)]);

    /// <param name="flushTlb">Null where it can't be told: then it is left out.</param>
    public static void WriteIpis(Utf8JsonWriter json, long? flushTlb, long tableSync)
    {
        var sync = KeyValuePair.Create("table_sync", tableSync);
        WriteNumbers(json, "ipis", flushTlb is { } flush ? [new("flush_tlb", flush), sync] : [sync]);
    }

    /// <summary>A time of the model, and its interval.</summary>
    public static void WriteModelTime(Utf8JsonWriter json, CostRange time)
    {
        WriteNanoseconds(json, "model_ns", time.Nanoseconds);
        WriteNanoseconds(json, "model_ns_low", time.Low);
        WriteNanoseconds(json, "model_ns_high", time.High);
    }

    public static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, long>> numbers)
    {
        json.WriteStartObject(name);
        foreach (var (key, number) in numbers) json.WriteNumber(key, number);
        json.WriteEndObject();
    }

    public static void WriteMaps(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> maps)
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

    /// <summary>Nanoseconds to a tenth, without a decimal that is 0: all but <c>run</c>'s and <c>predict</c>'s <c>model_ns</c>.</summary>
    public static decimal Rounded(double nanoseconds) => Math.Round((decimal)nanoseconds, 1);

    /// <summary>A part of something, or a factor, to four decimals.</summary>
    public static decimal Part(double part) => Math.Round((decimal)part, 4);

    /// <summary>With one decimal, 412.0 too.</summary>
    private static void WriteNanoseconds(Utf8JsonWriter json, string name, double nanoseconds)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(nanoseconds.ToString("0.0", CultureInfo.InvariantCulture));
    }
}
