using System.Text.Json;

namespace Emulator.Reports;

/// <summary>
/// A file for https://www.speedscope.app: one profile of type "sampled", whose samples are the stacks and whose weights are
/// their own model time in whole nanoseconds, as in <see cref="FoldedStacks"/>.
/// Source of the shape: https://www.speedscope.app/file-format-schema.json.
/// </summary>
public static class Speedscope
{
    private const string Schema = "https://www.speedscope.app/file-format-schema.json";

    /// <summary>Writes one line of UTF-8 JSON.</summary>
    public static void Write(FlameFrame root, string name, Stream output)
    {
        FlameStack[] stacks = [.. root.Stacks().Where(stack => stack.WholeNs > 0)];
        string[] frames = [.. stacks.SelectMany(stack => stack.Names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("$schema", Schema);
            json.WriteString("exporter", "ptemu");
            json.WriteString("name", name);
            json.WriteNumber("activeProfileIndex", 0);
            WriteFrames(json, frames);
            json.WriteStartArray("profiles");
            WriteProfile(json, name, stacks, frames);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteFrames(Utf8JsonWriter json, string[] frames)
    {
        json.WriteStartObject("shared");
        json.WriteStartArray("frames");
        foreach (var frame in frames)
        {
            json.WriteStartObject();
            json.WriteString("name", frame);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteProfile(Utf8JsonWriter json, string name, FlameStack[] stacks, string[] frames)
    {
        json.WriteStartObject();
        json.WriteString("type", "sampled");
        json.WriteString("name", name);
        json.WriteString("unit", "nanoseconds");
        json.WriteNumber("startValue", 0);
        json.WriteNumber("endValue", stacks.Sum(stack => stack.WholeNs));
        json.WriteStartArray("samples");
        foreach (var stack in stacks)
        {
            json.WriteStartArray();
            foreach (var function in stack.Names) json.WriteNumberValue(Array.BinarySearch(frames, function, StringComparer.Ordinal));
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("weights");
        foreach (var stack in stacks) json.WriteNumberValue(stack.WholeNs);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
