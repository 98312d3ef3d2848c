using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perf.Bench;

/// <summary>A measured operation, ISA and size: a line of <c>ptemu scan --json</c>.</summary>
/// <param name="GbPerS">10^9 bytes a second of tables read; what a rewriting operation writes is as much again.</param>
/// <param name="OfRoofline">How fast it is of the plain read, or read and write, of the same bytes with the same ISA.</param>
internal sealed record ScanRow(
    [property: JsonPropertyName("op")] string Op,
    [property: JsonPropertyName("isa")] string Isa,
    [property: JsonPropertyName("bytes")] ulong Bytes,
    [property: JsonPropertyName("gb_per_s")] double GbPerS,
    [property: JsonPropertyName("entries_per_s")] double EntriesPerS,
    [property: JsonPropertyName("median_ns")] double MedianNs,
    [property: JsonPropertyName("roofline")] string Roofline,
    [property: JsonPropertyName("of_roofline")] double OfRoofline,
    [property: JsonPropertyName("rounds")] int Rounds,
    [property: JsonPropertyName("machine")] string Machine)
{
    internal string Json() => JsonSerializer.Serialize(this);
}
