using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Emulator.Accounting;
using Emulator.Scenarios;
using Emulator.Walks;

namespace Emulator.Costs;

/// <summary>
/// What was measured, as it was measured: a line that says where, then a line a shape with the time of every round. A profile can
/// be fitted again from it, and the checked-in profile is (Tests/Costs).
/// </summary>
public sealed record ObservationFile(MeasuredOn MeasuredOn, IReadOnlyList<Observation> Calibration, IReadOnlyList<Observation> HeldOut)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>How often each shape of the fit was measured, at least.</summary>
    public int Rounds => Calibration.Min(one => one.Nanoseconds.Count);

    public string Text()
    {
        var text = new StringBuilder().Append(JsonSerializer.Serialize(MeasuredOn, Format)).Append('\n');
        foreach (var one in Calibration) text.Append(LineOf(one, isHeldOut: false)).Append('\n');
        foreach (var one in HeldOut) text.Append(LineOf(one, isHeldOut: true)).Append('\n');
        return text.ToString();
    }

    /// <param name="path">Named in messages.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static ObservationFile Parse(string path, TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        MeasuredOn? measuredOn = null;
        var (calibration, heldOut) = (new List<Observation>(), new List<Observation>());
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            try
            {
                if (measuredOn is null) measuredOn = JsonSerializer.Deserialize<MeasuredOn>(line, Format) ?? throw new JsonException("null");
                else Add(JsonSerializer.Deserialize<Row>(line, Format) ?? throw new JsonException("null"), calibration, heldOut);
            }
            catch (Exception wrong) when (wrong is JsonException or ArgumentException or TraceException)
            {
                throw new FormatException($"{path}:{number}: no line of measurements: {wrong.Message}; expected one that ptemu calibrate wrote");
            }
        }

        return calibration.Count > 0 && measuredOn is not null
            ? new(measuredOn, calibration, heldOut)
            : throw new FormatException($"{path}: no measurements; expected a file that ptemu calibrate wrote");
    }

    private static void Add(Row row, List<Observation> calibration, List<Observation> heldOut)
    {
        if (row.Ns is not { Count: > 0 } || row.Ns.Any(time => time <= 0)) throw new JsonException("'ns' has no positive times");
        var shape = new Shape(Enum.Parse<ShapeSubject>(row.Subject), row.Size, row.Sharers, Enum.Parse<ShapeThread>(row.Thread));
        (row.HeldOut ? heldOut : calibration).Add(new(shape, CallsOf(shape, row.Cpus), [.. row.Ns.Select(time => (double)time)]));
    }

    private static CallTree CallsOf(Shape shape, int cpus)
    {
        var trace = shape.Parse();
        using var run = new TraceRun(trace with { Machine = trace.Machine with { Cpus = cpus } }, KernelRelease.Default);
        return run.Answers().Last().Calls;
    }

    private string LineOf(Observation one, bool isHeldOut) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"subject":"{{one.Shape.Subject}}","size":{{one.Shape.Size}},"sharers":{{one.Shape.Sharers}},"thread":"{{one.Shape.Thread}}","cpus":{{MeasuredOn.Cpus}},"held_out":{{(isHeldOut ? "true" : "false")}},"ns":[{{string.Join(',', one.Nanoseconds)}}]}
        """);

    /// <summary>A line.</summary>
    private sealed record Row(string Subject, int Size, int Sharers, string Thread, int Cpus, bool HeldOut, IReadOnlyList<long> Ns);
}
