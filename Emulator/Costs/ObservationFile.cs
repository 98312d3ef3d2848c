using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Emulator.Accounting;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Emulator.Costs;

/// <summary>
/// What was measured, as it was measured: a line that says where, then a line a shape with the time of every round. A profile can
/// be fitted again from it, and the checked-in profile is (Tests/Costs).
/// </summary>
public sealed record ObservationFile(MeasuredOn MeasuredOn, IReadOnlyList<Observation> Calibration, IReadOnlyList<Observation> HeldOut)
{
    private const string Head = "where it was measured, as ptemu calibrate writes it: machine, cpus, is_virtual, kernel, commit, date, load";
    private const string Body = "a shape as ptemu calibrate writes it: subject, size, sharers, thread, cpus, held_out, ns";

    /// <summary>Four times what any shape of a calibration has, and few enough to count the calls of.</summary>
    private const int SizeMax = 16384, SharersMax = 64;

    /// <summary>In nanoseconds: less than any system call takes, and more than anybody waits for one.</summary>
    private const long CallMin = 50, CallMax = 600L * 1000 * 1000 * 1000;

    private static readonly JsonSerializerOptions Format = new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>How often each shape of the fit was measured, at least.</summary>
    public int Rounds => Calibration.Min(one => one.Nanoseconds.Count);

    /// <summary>What the fit saw, and what it did not.</summary>
    public IEnumerable<Observation> All => Calibration.Concat(HeldOut);

    /// <summary>Whether a profile was fitted to this: by where and when both were measured. The rounds stand in the profile alone.</summary>
    public bool IsOf(CostProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile.MeasuredOn is { } on && on with { Rounds = null } == MeasuredOn with { Rounds = null };
    }

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
                if (measuredOn is null) measuredOn = Checked(JsonSerializer.Deserialize<MeasuredOn>(line, Format) ?? throw new JsonException("null"));
                else Add(JsonSerializer.Deserialize<Row>(line, Format) ?? throw new JsonException("null"), measuredOn.Cpus, calibration, heldOut);
            }
            catch (Exception wrong) when (wrong is JsonException or ArgumentException or TraceException)
            {
                throw new FormatException($"{path}:{number}: no line of measurements: {wrong.Message.TrimEnd('.')}; expected {(number == 1 ? Head : Body)}");
            }
        }

        return calibration.Count > 0 && measuredOn is not null
            ? new(measuredOn, calibration, heldOut)
            : throw new FormatException($"{path}: no measurements; expected a file that ptemu calibrate wrote");
    }

    private static MeasuredOn Checked(MeasuredOn on) => on is { Cpus: >= 1, Rounds: null or >= 1, Hypervisor: null or not "" }
        ? on
        : throw new JsonException($"{on.Cpus} CPUs, {on.Rounds} rounds, hypervisor '{on.Hypervisor}'");

    private static T Named<T>(string name) where T : struct, Enum =>
        Enum.GetNames<T>().Contains(name) ? Enum.Parse<T>(name) : throw new JsonException($"there is no {typeof(T).Name} '{name}'");

    private static int InRange(string name, int value, int least, int most) =>
        value >= least && value <= most ? value : throw new JsonException($"'{name}' is {value}, not from {least} to {most}");

    private static void Add(Row row, int machineCpus, List<Observation> calibration, List<Observation> heldOut)
    {
        if (row.Ns.Count == 0 || row.Ns.Any(time => time is < CallMin or > CallMax))
            throw new JsonException($"'ns' has no times of calls, from {CallMin} to {CallMax} ns");
        var subject = Named<ShapeSubject>(row.Subject);
        // From the middle of a table to the middle of one: a part needs two.
        var size = InRange("size", row.Size, subject == ShapeSubject.RegisterPart ? 2 : 1, SizeMax);
        var shape = new Shape(subject, size, InRange("sharers", row.Sharers, 1, SharersMax), Named<ShapeThread>(row.Thread));
        var cpus = InRange("cpus", row.Cpus, shape.Thread == ShapeThread.None ? 1 : 2, MachineStatement.CpusMax);
        if (cpus != machineCpus) throw new JsonException($"'cpus' is {cpus}, and the machine's are {machineCpus}");
        if (calibration.Concat(heldOut).Any(one => one.Shape == shape)) throw new JsonException($"'{shape.Name}' is there twice");
        (row.HeldOut ? heldOut : calibration).Add(new(shape, CallsOf(shape, cpus), [.. row.Ns.Select(time => (double)time)]));
    }

    private static CallTree CallsOf(Shape shape, int cpus)
    {
        var trace = shape.Parse();
        using var run = new TraceRun(trace with { Machine = trace.Machine with { Cpus = cpus } }, LinuxKernels.Default);
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

/// <summary>A shape as it was measured, beside the calls that the emulator counts for it.</summary>
/// <param name="Nanoseconds">The time of each round.</param>
public sealed record Observation(Shape Shape, CallTree Calls, IReadOnlyList<double> Nanoseconds)
{
    public double Median { get; } = Statistics.Median(Nanoseconds);

    /// <summary>Half of the rounds lie within this of the median.</summary>
    public double Deviation { get; } = Statistics.MedianDeviation(Nanoseconds);
}
