using System.Text.Json;
using Emulator.Accounting;
using Emulator.Costs;

namespace Emulator.Reports;

/// <summary>A predicted time for a machine: <c>model_ns</c> as in the output contract, its interval, and the functions.</summary>
public static class PredictionJson
{
    public static string Of(Prediction prediction, string? tracePath)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return JsonContract.Line(prediction.Answer.Statement, tracePath, json =>
        {
            JsonContract.WriteModelTime(json, prediction.Time);
            json.WriteStartArray("functions");
            foreach (var (function, calls, time) in prediction.Functions)
            {
                json.WriteStartObject();
                json.WriteString("function", function.CName());
                json.WriteNumber("calls", calls);
                Write(json, "ns", time.Nanoseconds);
                Write(json, "ns_low", time.Low);
                Write(json, "ns_high", time.High);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            ConsumerTimeJson.Write(json, prediction.Answer.Consumers);
        });
    }

    private static void Write(Utf8JsonWriter json, string name, double nanoseconds) => json.WriteNumber(name, JsonContract.Rounded(nanoseconds));
}
