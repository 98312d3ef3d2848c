using System.Text.Json;
using System.Text.Json.Nodes;
using Emulator.Accounting;

namespace Emulator.Reports;

/// <summary>A consumer's part of a modelled time as JSON, the same in all answers that have one.</summary>
internal static class ConsumerTimeJson
{
    /// <summary>The property <c>consumers</c>, where any was said to be there.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ConsumerTime> consumers)
    {
        if (consumers.Count == 0) return;
        json.WriteStartArray("consumers");
        foreach (var consumer in consumers) Of(consumer).WriteTo(json);
        json.WriteEndArray();
    }

    public static JsonNode Of(ConsumerTime consumer)
    {
        var (work, time) = (consumer.Work, consumer.All);
        return new JsonObject
        {
            ["consumer"] = consumer.Consumer,
            ["told"] = work.Told,
            ["invalidations"] = work.Invalidations,
            ["entries"] = work.Entries,
            ["ns"] = JsonContract.Rounded(time.Nanoseconds),
            ["ns_low"] = JsonContract.Rounded(time.Low),
            ["ns_high"] = JsonContract.Rounded(time.High),
        };
    }
}
