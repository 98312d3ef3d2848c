using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Emulator.Accounting;
using Emulator.Probes;

namespace Emulator.Costs;

/// <summary>A cost profile as a file (Perf/Profiles/schema.json): written in one form, and read strictly.</summary>
public static class ProfileFile
{
    internal const string Consumers = "consumers";

    private const string Schema = "schema.json";

    private static readonly JsonWriterOptions Indented = new() { Indented = true };
    private static readonly JsonSerializerOptions Names = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Text(CostProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteString("$schema", Schema);
            json.WriteString("name", profile.Name);
            if (profile.MeasuredOn is { } on)
            {
                json.WritePropertyName("measured_on");
                JsonSerializer.Serialize(json, on, Names);
            }

            json.WriteNumber("relative_error", Rounded(profile.RelativeError));
            json.WriteStartObject("costs");
            foreach (var (function, cost) in profile.Costs.OrderBy(pair => pair.Key)) Write(json, function.CName(), cost);
            json.WriteEndObject();
            Write(json, profile.Consumers);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <param name="path">Named in messages.</param>
    /// <exception cref="FormatException">It is not a profile; with what was expected.</exception>
    public static CostProfile Parse(string path, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return new ProfileReader(path).Read(json.RootElement);
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"{path}:{wrong.LineNumber + 1}: no JSON: {wrong.Message}; expected a profile as in Perf/Profiles");
        }
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, ConsumerCost> consumers)
    {
        if (consumers.Count == 0) return;
        json.WriteStartObject(Consumers);
        foreach (var (name, cost) in consumers)
        {
            json.WriteStartObject(name);
            foreach (var (part, its) in ConsumerCost.PartNames.Zip(cost.Parts)) Write(json, part, its);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Cost cost)
    {
        json.WriteStartObject(name);
        json.WriteNumber("ns", Rounded(cost.Nanoseconds));
        json.WriteNumber("low", Rounded(cost.Low));
        json.WriteNumber("high", Rounded(cost.High));
        json.WriteBoolean("fitted", cost.IsFitted);
        json.WriteBoolean("virtual", cost.IsVirtual);
        if (cost.FittedWith.Count > 0)
        {
            json.WriteStartArray("fitted_with");
            foreach (var other in cost.FittedWith) json.WriteStringValue(other.CName());
            json.WriteEndArray();
        }

        json.WriteString("source", cost.Source);
        json.WriteEndObject();
    }

    /// <summary>Four digits: more is noise, and would not be the same under every runtime.</summary>
    private static decimal Rounded(double value)
    {
        if (value == 0) return 0;
        var digits = Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 6);
        return (decimal)Math.Round(value, digits);
    }
}
