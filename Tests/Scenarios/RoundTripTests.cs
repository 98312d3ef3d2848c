using Emulator.Scenarios;
using FsCheck;
using FsCheck.Fluent;

namespace Tests.Scenarios;

/// <summary>The canonical form of a statement parses back to an equal statement, which prints the same again.</summary>
public class RoundTripTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Fact]
    public void Of_every_statement() => Check(StatementGen.Any, statement =>
    {
        var parsed = Parse("machine cpus=1024", "file F 2M", "file G 2M", statement.ToTraceLine());
        return parsed.Statements[^1].Equals(statement) && parsed.Statements[^1].ToTraceLine() == statement.ToTraceLine();
    });

    [Fact]
    public void Of_every_machine() => Check(StatementGen.Machine, machine => Parse(machine.ToTraceLine()).Machine == machine);

    [Fact]
    public void The_generator_makes_every_verb()
    {
        var made = StatementGen.Any.Sample(2000, 20).Select(statement => statement.ToTraceLine().Split(' ', '\n')[0]).ToHashSet();
        Assert.Equal(TraceGrammar.Verbs.Select(verb => verb.Name).Except(["machine", "end"]).Order(), made.Order());
    }

    private static void Check<T>(Gen<T> gen, Func<T, bool> property) => Prop.ForAll(gen.ToArbitrary(), property).Check(Many);

    private static Trace Parse(params string[] lines)
    {
        using var reader = new StringReader(string.Join('\n', lines));
        return TraceParser.Parse("t.trace", reader);
    }
}
