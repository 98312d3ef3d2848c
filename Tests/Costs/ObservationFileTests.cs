using Emulator.Costs;

namespace Tests.Costs;

/// <summary>Files of measurements that are not as <c>ptemu calibrate</c> writes them.</summary>
public class ObservationFileTests
{
    private const string Head =
        """{"machine":"m","cpus":2,"is_virtual":true,"kernel":"k","commit":"c","date":"2026-11-27","load":"l"}""";

    [Theory]
    [InlineData("", "no measurements")]
    [InlineData("{}", "a.jsonl:1: no line of measurements: JSON deserialization")]
    [InlineData("x", "a.jsonl:1: no line of measurements")]
    [InlineData("null", "a.jsonl:1: no line of measurements: null; expected where it was measured, as ptemu calibrate writes it: machine, cpus")]
    [InlineData(Head, "a.jsonl: no measurements")]
    public void Bad_measurements_are_refused(string text, string message) => Assert.Contains(message, Refused(text), StringComparison.Ordinal);

    /// <summary>Each is one change of a line that is taken.</summary>
    [Theory]
    [InlineData("\"Register\"", "\"Nap\"", "there is no ShapeSubject 'Nap'")]
    [InlineData("\"Register\"", "\"99\"", "there is no ShapeSubject '99'")]
    [InlineData("\"Register\"", "null", "subject")]
    [InlineData("\"None\"", "\"7\"", "there is no ShapeThread '7'")]
    [InlineData("\"size\":1,", "", "'size'")]
    [InlineData("\"size\":1", "\"size\":0", "'size' is 0, not from 1 to 16384")]
    [InlineData("\"size\":1", "\"size\":2000000000", "'size' is 2000000000, not from 1 to 16384")]
    [InlineData("\"Register\"", "\"RegisterPart\"", "'size' is 1, not from 2 to 16384")]
    [InlineData("\"sharers\":1", "\"sharers\":0", "'sharers' is 0, not from 1 to 64")]
    [InlineData("\"cpus\":2", "\"cpus\":0", "'cpus' is 0, not from 1 to 1024")]
    [InlineData("\"cpus\":2", "\"cpus\":2000", "'cpus' is 2000, not from 1 to 1024")]
    [InlineData("\"ns\":[5000]", "\"ns\":[]", "'ns' has no times of calls, from 50 to 600000000000 ns")]
    [InlineData("\"ns\":[5000]", "\"ns\":[5000,49]", "'ns' has no times of calls")]
    [InlineData("\"ns\":[5000]", "\"ns\":[9000000000000000000]", "'ns' has no times of calls")]
    [InlineData("\"ns\":[5000]", "\"ns\":null", "ns")]
    [InlineData("\"cpus\":2", "\"cpus\":3", "'cpus' is 3, and the machine's are 2")]
    [InlineData("\"ns\"", "\"more\":1,\"ns\"", "'more'")]
    public void A_line_that_says_no_shape_is_refused(string part, string other, string message)
    {
        const string Line = """{"subject":"Register","size":1,"sharers":1,"thread":"None","cpus":2,"held_out":false,"ns":[5000]}""";
        using var reader = new StringReader($"{Head}\n{Line}\n");
        Assert.Single(ObservationFile.Parse("a.jsonl", reader).Calibration);
        var refused = Refused($"{Head}\n{Line.Replace(part, other, StringComparison.Ordinal)}\n");
        Assert.StartsWith("a.jsonl:2: ", refused, StringComparison.Ordinal);
        Assert.Contains(message, refused, StringComparison.Ordinal);
        Assert.Contains("; expected a shape as ptemu calibrate writes it: subject, size", refused, StringComparison.Ordinal);
    }

    /// <summary>Counted twice, it would weigh twice; held out too, it would judge what was fitted to it.</summary>
    [Theory]
    [InlineData("false", "false")]
    [InlineData("false", "true")]
    [InlineData("true", "false")]
    public void A_shape_that_is_there_twice_is_refused(string first, string second)
    {
        static string Line(string isHeldOut) =>
            $$"""{"subject":"Register","size":1,"sharers":1,"thread":"None","cpus":2,"held_out":{{isHeldOut}},"ns":[5000]}""";
        const string Message = "a.jsonl:3: no line of measurements: 'register 1' is there twice";
        Assert.StartsWith(Message, Refused($"{Head}\n{Line(first)}\n{Line(second)}\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hypervisor_without_a_name_is_refused() => Assert.Contains(
        "a.jsonl:1: no line of measurements: 2 CPUs,  rounds, hypervisor ''",
        Refused(Head.Replace("\"cpus\":2", "\"cpus\":2,\"hypervisor\":\"\"", StringComparison.Ordinal) + "\n"),
        StringComparison.Ordinal);

    private static string Refused(string text)
    {
        using var reader = new StringReader(text);
        return Assert.Throws<FormatException>(() => ObservationFile.Parse("a.jsonl", reader)).Message;
    }
}
