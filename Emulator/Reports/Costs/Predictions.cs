using System.Globalization;
using System.Text.Json;
using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Probes;

namespace Emulator.Reports;

/// <summary>A predicted time for people: the interval, and the functions that take it.</summary>
public static class PredictionText
{
    public static string Of(Prediction prediction, string? tracePath)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        var statement = prediction.Answer.Statement;
        var head = $"{(tracePath is null ? "" : $"{tracePath}:")}{statement.Line}: {statement.Text}\n";
        var table = new TextTable(36, 9, 9, 18, 7);
        table.Add("    function", "calls", "time", "between", "share");
        table.Add("    all", "", Duration.Of(prediction.Time.Nanoseconds), Duration.Between(prediction.Time), "");
        foreach (var (function, calls, time) in prediction.Functions) Add(table, function.CName(), calls, time, prediction.Time);
        foreach (var consumer in prediction.Answer.Consumers)
        {
            foreach (var (part, calls, time) in consumer.Parts.Where(part => part.Time.High > 0))
                Add(table, $"{consumer.Consumer}.{part}", calls, time, prediction.Time);
        }

        return head + table.ToString().TrimEnd('\n');
    }

    /// <summary>What stands below all of them: what the intervals don't cover.</summary>
    /// <param name="consumers">Whose times are in the predictions.</param>
    public static string Note(CostProfile profile, IReadOnlyList<string> consumers)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(consumers);
        var note = profile.MeasuredOn is { } on
            ? $"the interval is of the session that the profile was fitted in: {on.Date}, Linux {on.Kernel}, {on.Cpus} CPUs"
            : "the interval is from half to double of what was put together from sources: no session that was measured";
        var costs = profile.Costs.Values.Concat(profile.Consumers.Values.SelectMany(one => one.Parts));
        if (costs.Any(cost => cost.Source == Cost.Given)) note += "\nbut of what --set gave, which is taken as it is";
        bool IsAssumed(string name) => profile.Consumers[name].Parts.Zip(StartingCosts.Value.Consumers[name].Parts).Any(pair => pair.First == pair.Second);
        var assumed = consumers.Where(IsAssumed).ToList();
        if (assumed.Count > 0) note += $"\nbut of {string.Join(", ", assumed)}: what a consumer takes was not measured (docs/costs.md)";
        return note;
    }

    private static void Add(TextTable table, string name, long calls, CostRange time, CostRange all) => table.Add(
        $"    {name}",
        calls.ToString(CultureInfo.InvariantCulture),
        Duration.Of(time.Nanoseconds),
        Duration.Between(time),
        Share(time.Nanoseconds, all.Nanoseconds));

    private static string Share(double part, double all) => all == 0 ? "-" : (100 * part / all).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}

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
