using Emulator.Probes;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Tests.Scenarios;

/// <summary>The shrinker finds what is planted, and nothing can be taken from what it returns.</summary>
public class TraceShrinkerTests
{
    /// <summary>Some statement unshares two tables at once: two processes must map and touch the same two 1G.</summary>
    [Fact]
    public void Two_tables_at_once_need_two_processes_and_two_1G()
    {
        var found = 0;
        for (var seed = 0UL; found < 5; seed++)
        {
            var trace = TraceGenerator.Generate(new(seed));
            if (!UnsharesTwo(trace)) continue;
            found++;
            var small = TraceShrinker.Shrink(trace, UnsharesTwo);
            AssertMinimal(small, UnsharesTwo);
            Assert.Equal(TraceShrinker.Shrink(trace, UnsharesTwo).ToTraceText(), small.ToTraceText());
            // A file, two mappings, two touches, and what unshares; or three of each, where one 1G is unshared of two.
            Assert.True(small.Statements.Count is 6 or 8, small.ToTraceText());
            Assert.True(small.ToTraceText().Length < 190, small.ToTraceText());
        }
    }

    [Fact]
    public void A_planted_statement_is_all_that_is_left()
    {
        static bool Fails(Trace trace) => trace.Statements.Any(one => one is MadviseStatement { Range.Length.Bytes: > 1 << 30 });
        var seed = Enumerable.Range(0, 1000).First(seed => Fails(TraceGenerator.Generate(new((ulong)seed))));
        var small = TraceShrinker.Shrink(TraceGenerator.Generate(new((ulong)seed)), Fails);
        Assert.Single(small.Statements);
    }

    [Fact]
    public void Lines_of_a_parallel_block_go_one_by_one()
    {
        using var reader = new StringReader(
            """
            machine cpus=4 levels=5
            file F 8G
            mmap A F 16T..16T+8G shared prot=r
            parallel
            A: munmap A 16T..16T+1G
            B: touch B 16T+1G+2M,16T+2G read
            A.2: touch A 16T
            end
            """);
        static bool Fails(Trace trace) => trace.ProgramOrder.Any(one => one is TouchStatement { Process: "B" });
        var small = TraceShrinker.Shrink(TraceParser.Parse("t.trace", reader), Fails);
        Assert.Equal("machine\nparallel\nB: touch B 16T+2G\nend\n", small.ToTraceText());
    }

    [Fact]
    public void A_trace_that_does_not_fail_is_refused() =>
        Assert.Throws<ArgumentException>(() => TraceShrinker.Shrink(TraceGenerator.Generate(new(1)), _ => false));

    [Fact]
    public void It_asks_no_more_often_than_it_may()
    {
        var asked = 0;
        TraceShrinker.Shrink(TraceGenerator.Generate(new(1)), _ => ++asked > 0, questionsMax: 7);
        Assert.InRange(asked, 2, 8);
    }

    private static void AssertMinimal(Trace trace, Func<Trace, bool> fails)
    {
        for (var gone = 0; gone < trace.Statements.Count; gone++)
        {
            var text = string.Join('\n', trace.Statements.Where((_, at) => at != gone).Select(one => one.ToTraceLine()));
            using var reader = new StringReader(text);
            try
            {
                Assert.False(fails(TraceParser.Parse("less", reader)), trace.ToTraceText());
            }
            catch (TraceException)
            {
                // Without its file a trace says nothing.
            }
        }
    }

    private static bool UnsharesTwo(Trace trace)
    {
        using var execution = new Execution<Silent>(trace, LinuxKernels.Named("6.19")!, default(Silent));
        foreach (var statement in trace.Statements)
        {
            if (execution.Execute(statement).Deadlock is not null) return false;
            if (execution.Kernel.Tally.Unshared >= 2) return true;
        }

        return false;
    }
}
