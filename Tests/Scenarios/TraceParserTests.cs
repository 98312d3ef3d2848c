using Emulator.Native;
using Emulator.Scenarios;

namespace Tests.Scenarios;

public class TraceParserTests
{
    private static readonly AddrRange Range = new(VirtAddr.Zero + ByteSize.FromGiga(8), VirtAddr.Zero + ByteSize.FromGiga(9));

    [Fact]
    public void What_is_not_said_has_its_default()
    {
        var trace = Parse("file F 1G", "mmap A F 8G..9G shared", "touch A 8G..9G", "spin A on");
        Assert.Equal(new MachineStatement(Cpus: 2, Levels: 4, HugePages: null), trace.Machine);
        Assert.Equal(
            [
                new FileStatement(1, "", "F", ByteSize.FromGiga(1), ByteSize.FromMega(2)),
                new MmapStatement(2, "", "A", "F", Range, Sharing.Shared, Protection.RW, ByteSize.Zero, MmapFlags.None, false),
                new TouchStatement(3, "", "A", Range, ValueList<VirtAddr>.Empty, AccessKind.Write, null),
                new SpinStatement(4, "", "A", true, new CpuList(new ValueList<int>(1))),
            ],
            trace.Statements);
    }

    [Theory]
    [InlineData("mmap A F 8G..9G private fd=ro flags=populate,reserve offset=2M prot=r")]
    [InlineData("mmap A F 8G..9G private prot=r offset=2M flags=reserve,populate fd=ro")]
    [InlineData("mmap\tA  F 0x200000000..9G private  prot=r flags=reserve,populate fd=ro offset=2048K   # in any way")]
    public void Options_come_in_any_order(string line) => Assert.Equal(
        new MmapStatement(
            2, "", "A", "F", Range, Sharing.Private, Protection.R, ByteSize.FromMega(2), MmapFlags.Reserve | MmapFlags.Populate, true),
        Parse("file F 1G", line).Statements[1]);

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1-195", "1-195")]
    [InlineData("1,3-5", "1,3-5")]
    [InlineData("5,3,4,3-4,0", "0,3-5")]
    [InlineData("7-7", "7")]
    public void Cpu_lists_are_sets(string list, string printed)
    {
        var spin = (SpinStatement)Parse("machine cpus=196", $"spin A off cpus={list}").Statements[0];
        Assert.Equal(printed, spin.Cpus.ToString());
    }

    [Fact]
    public void A_range_may_be_empty_or_reversed()
    {
        var trace = Parse("munmap A 8G..8G", "munmap A 9G..8G");
        Assert.All(trace.Statements, statement => Assert.True(((MunmapStatement)statement).Range.IsEmpty));
    }

    [Fact]
    public void Text_is_the_statement_without_comment_and_with_single_blanks()
    {
        var statement = Assert.Single(Parse("", "# only this", " \t touch  A\t8G # naïve", "").Statements);
        Assert.Equal((3, "touch A 8G"), (statement.Line, statement.Text));
    }

    [Fact]
    public void Lines_may_end_as_on_Windows() => Assert.Equal(2, Parse("exit A\r", "exit B\r").Statements.Count);

    [Fact]
    public void A_trace_may_be_empty() => Assert.Empty(Parse("# nothing", "machine levels=5").Statements);

    [Fact]
    public void Processes_live_from_the_start_unless_they_are_children()
    {
        var trace = Parse("fork B C", "touch A 8G", "exit C", "fork A C", "parallel", "W: hold-table D 8G on", "end", "exit B");
        Assert.Equal(["B", "A", "D"], trace.Processes);
    }

    [Fact]
    public void A_block_has_its_lines_by_thread_and_the_first_thread_is_the_actor()
    {
        var block = (ParallelStatement)Parse("parallel", "A.1: idle A on", "", "A.2 : exit B", "A:idle A off # W", "end").Statements[0];
        Assert.Equal(
            [
                new("A", "A", new IdleStatement(2, "", "A", true)),
                new("A", "A.2", new ExitStatement(4, "", "B")),
                new("A", "A", new IdleStatement(5, "", "A", false)),
            ],
            block.Actions);
        var statements = block.Actions.Select(action => action.Statement);
        Assert.Equal([(2, "idle A on"), (4, "exit B"), (5, "idle A off")], statements.Select(one => (one.Line, one.Text)));
    }

    [Fact]
    public void Statements_differ_in_what_they_mean_only()
    {
        Assert.Equal(Parse("touch A 0x200000000,9G write").Statements, Parse("", "touch A 8G,9216M").Statements);
        Assert.NotEqual(Parse("touch A 8G,9G").Statements, Parse("touch A 9G,8G").Statements);
        Assert.NotEqual<Statement>(new ExitStatement(1, "", "A"), new ExitStatement(1, "", "B"));
        Assert.NotEqual<Statement>(new MlockStatement(1, "", "A", Range), new MunlockStatement(1, "", "A", Range));
    }

    private static Trace Parse(params string[] lines)
    {
        using var reader = new StringReader(string.Join('\n', lines));
        return TraceParser.Parse("t.trace", reader);
    }
}
