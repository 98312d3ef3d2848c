using System.Text.Json;
using Emulator.Notifiers;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>A <see cref="NotifierAnswer"/> as a line of JSON.</summary>
public static class NotifierJson
{
    public static string Of(NotifierAnswer answer, string? tracePath = null)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return JsonContract.Line(answer.Statement, tracePath, json =>
        {
            json.WriteString("result", answer.Outcome.Result);
            json.WriteStartArray("ranges");
            foreach (var told in answer.Told.Ranges) Write(json, told);
            json.WriteEndArray();
            json.WriteStartArray("lone_flushes");
            foreach (var flush in answer.Told.LoneFlushes) Write(json, flush);
            json.WriteEndArray();
            json.WriteStartArray("unbalanced");
            foreach (var text in answer.Told.Unbalanced) json.WriteStringValue(text);
            json.WriteEndArray();
        });
    }

    private static void Write(Utf8JsonWriter json, NotifiedRange told)
    {
        json.WriteStartObject();
        json.WriteString("process", told.Process);
        json.WriteString("event", told.Event.ShortName());
        json.WriteString("range", $"{told.Range}");
        json.WriteNumber("bytes", told.Range.Length.Bytes);
        Write(json, "mapped", told.Mapped);
        json.WriteStartObject("changed");
        json.WriteNumber("removed", told.Changes.Removed);
        json.WriteNumber("replaced", told.Changes.Replaced);
        json.WriteNumber("protected", told.Changes.Protected);
        json.WriteNumber("presence_only", told.Changes.PresenceOnly);
        json.WriteEndObject();
        json.WriteStartArray("consumers");
        foreach (var effect in told.Effects) Write(json, told, effect);
        json.WriteEndArray();
        json.WriteStartArray("summary");
        foreach (var sentence in NotifierSummary.Of(told)) json.WriteStringValue(sentence);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, NotifiedRange told, ConsumerEffect effect)
    {
        json.WriteStartObject();
        json.WriteString("name", effect.Consumer.Name);
        if (effect.IsReleased) json.WriteBoolean("released", true);
        Write(json, "held", effect.Held);
        Write(json, "needed", effect.Needed);
        json.WriteStartObject("dropped");
        foreach (var why in NotifierEvents.Candidates.Prepend(told.Event).Distinct())
        {
            if (effect.Dropped(why) is { } dropped) Write(json, why.ShortName(), dropped);
            else json.WriteNull(why.ShortName());
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LoneFlush flush)
    {
        json.WriteStartObject();
        json.WriteString("process", flush.Process);
        json.WriteString("range", $"{flush.Range}");
        json.WriteStartObject("dropped");
        foreach (var (consumer, amount) in flush.Dropped) Write(json, consumer.Name, amount);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Amount amount)
    {
        json.WriteStartObject(name);
        json.WriteNumber("bytes", amount.Bytes);
        json.WriteNumber("entries", amount.Entries);
        json.WriteEndObject();
    }
}
