using System.Text.Json;
using Emulator.Scenarios;

namespace Tests.Scenarios;

/// <summary>The traces that a real kernel answered: what it answered to is what we parsed.</summary>
public class KernelTraceTests
{
    private static readonly string Folder = Path.Combine(Repository.Traces, "kernels", "6.18");

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Folder, "*.trace").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Fact]
    public void There_are_122_of_them() => Assert.Equal(122, Names.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_answer_belongs_to_a_statement_of_ours(string name)
    {
        var trace = Parse(name);
        Assert.Equal(
            Answers(name).Select(answer => (answer.GetProperty("line").GetInt32(), answer.GetProperty("statement").GetString()!)),
            trace.Executable.Select(statement => (statement.Line, statement.Text)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_processes_from_the_start_are_those_that_the_first_answer_lists(string name)
    {
        var answer = Answers(name).First();
        Assert.Equal(
            answer.GetProperty("page_table_kb").EnumerateObject().Select(process => process.Name).Order(),
            Parse(name).Processes.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_canonical_text_parses_back(string name)
    {
        var trace = Parse(name);
        using var reader = new StringReader(trace.ToTraceText());
        var again = TraceParser.Parse(trace.Path, reader);
        Assert.Equal(trace.Machine, again.Machine);
        Assert.Equal(trace.Statements, again.Statements);
    }

    private static IEnumerable<JsonElement> Answers(string name) =>
        File.ReadLines(Path.Combine(Folder, $"{name}.truth.jsonl")).Select(line => JsonDocument.Parse(line).RootElement);

    private static Trace Parse(string name)
    {
        var path = Path.Combine(Folder, $"{name}.trace");
        using var reader = File.OpenText(path);
        return TraceParser.Parse(path, reader);
    }
}
