using System.Text.Json;
using System.Text.Json.Nodes;
using Emulator.Experiments;
using Emulator.Probes;

namespace Emulator.Reports;

/// <summary>A <see cref="WalkRow"/> as a line of JSON.</summary>
public static class JsonRow
{
    /// <param name="ipisOfThree">The interrupts with a third sharer, where the table has that column.</param>
    public static string Of(WalkRow row, string tracePath, long? ipisOfThree = null)
    {
        var json = new JsonObject
        {
            ["trace"] = tracePath,
            ["walk"] = row.Walk.Name,
            ["lookups"] = row.Lookups,
            ["lock_pairs"] = row.LockPairs,
            ["huge_pmd_unshare"] = row.UnshareCalls,
            ["unshared"] = row.Unshared,
            ["flushes"] = row.Flushes,
            ["ipis"] = row.Ipis,
            ["left_shared"] = row.LeftShared,
            ["left_stale"] = row.LeftStale,
            ["model_ns"] = Math.Round(row.ModelTime.Nanoseconds, 1),
            ["model_ns_low"] = Math.Round(row.ModelTime.Low, 1),
            ["model_ns_high"] = Math.Round(row.ModelTime.High, 1),
        };
        if (row.Consumers.Count > 0) json["consumers"] = new JsonArray([.. row.Consumers.Select(ConsumerTimeJson.Of)]);
        if (row.Refused.Count > 0) json["refused"] = new JsonArray([.. row.Refused.Select(result => (JsonNode)JsonValue.Create(result))]);
        if (row.Violations.Count > 0)
        {
            json["violations"] = new JsonArray([.. row.Violations.Select(one => (JsonNode)JsonValue.Create($"{one.Check}: {one.What}"))]);
        }

        if (ipisOfThree is { } three) json["ipis_3_sharers"] = three;
        if (row.Time is { } time) (json["emulated_ns_median"], json["emulated_runs"]) = (Math.Round(time.MedianNs, 1), time.Runs);
        json["calls"] = new JsonObject(KernelFunctions.Counted
            .Where(function => row[function] > 0)
            .Select(function => KeyValuePair.Create(function.CName(), (JsonNode?)JsonValue.Create(row[function]))));
        return json.ToJsonString(new JsonSerializerOptions());
    }
}
