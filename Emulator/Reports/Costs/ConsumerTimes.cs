using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulator.Accounting;
using Emulator.Experiments;

namespace Emulator.Reports;

/// <summary>What the consumers of mmu notifiers took of the modelled times of <c>ptemu compare</c>: a row a walk and consumer.</summary>
public static class ConsumerTimeTable
{
    /// <param name="rows">The same consumers in each, one at least.</param>
    public static string Of(IReadOnlyList<WalkRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var table = new TextTable(8, 12, 7, 9, 9, 9, 16);
        table.Add("walk", "notifier of", "told", "flushes", "entries", "time", "between");
        foreach (var row in rows)
        {
            foreach (var consumer in row.Consumers)
            {
                var work = consumer.Work;
                table.Add(
                    row.Walk.Name, consumer.Consumer, Text(work.Told), Text(work.Invalidations), Text(work.Entries),
                    Duration.Of(consumer.All.Nanoseconds), Duration.Between(consumer.All));
            }
        }

        return $"{table}told: calls that tell it; flushes: those in which it drops anything; entries: what it\ndrops; time: of these, in the time above\n";
    }

    private static string Text(long count) => count.ToString(CultureInfo.InvariantCulture);
}

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
