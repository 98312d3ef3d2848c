using Emulator.Explore;
using Emulator.Kernel;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Tests.Explore;

/// <summary>Small races that a review thought of: what must be found, what must not, and what must not break the explorer.</summary>
public class ExploreEdgeTests
{
    private const string TwoOfOneFile = "file F 1G\nmmap A F 8G..9G shared\nmmap B F 8G..9G shared\n";
    private const string ThreadOnCpu1 = "machine cpus=2\n" + TwoOfOneFile + "touch B 8G\nspin A on\ntouch A 8G\n";

    public static TheoryData<string, string, string, string?> Races => new()
    {
        {
            "a violation before the first choice",
            TwoOfOneFile + "touch A 8G\ntouch B 8G\nparallel\nA: uffd-register A 8G+512M..9G wp\nend\n",
            "6.1.y",
            CheckNames.LockHeld
        },
        {
            "a reference held meanwhile",
            "file F 1G\nmmap A F 8G..9G shared\ntouch A 8G\nparallel\nW: hold-table A 8G on\nA: munmap A 8G..9G\nend\n",
            "6.12",
            CheckNames.ShareCount
        },
        { "two threads map one place", "file F 1G\nparallel\nA: mmap A F 8G..9G shared\nA.2: mmap A F 8G..9G shared\nend\n", "6.19", null },
        { "speculation between clear and flush", ThreadOnCpu1 + "parallel\nW: speculate A 8G\nA: uffd-register A 8G..9G wp\nend\n", "6.19", null },
        { "speculation of a lazy CPU", ThreadOnCpu1 + "idle A on\nparallel\nW: speculate A 8G\nA: uffd-register A 8G..9G wp\nend\n", "6.19", null },
        {
            "a walker in a mapping that is replaced",
            "machine flush=pv\nfile F 1G\nfile G 1G\nmmap A F 8G..9G shared\ntouch A 8G\n"
                + "parallel\nA: gup-fast A 8G\nA.2: munmap A 8G..9G\nA.2: mmap A G 8G..9G shared\nA.2: touch A 8G\nend\n",
            "6.19",
            null
        },
        {
            "fork beside a write of the parent",
            "file F 2M\nmmap A F 8G..8G+2M private\ntouch A 8G\nparallel\nA: fork A C\nA.2: touch A 8G write\nend\n", "6.19", null
        },
    };

    [Theory]
    [MemberData(nameof(Races))]
    public void Is_found_or_not(string name, string text, string release, string? check)
    {
        var result = Explorer.Run(Parse(name, text), LinuxKernels.Named(release)!, new() { TimeMax = TimeSpan.FromMinutes(20) });
        Assert.Equal(check, result.Found?.Violation.Check);
        Assert.Equal(check is null, result.IsComplete);
    }

    /// <summary>The last page of the pool: who gives it back is told as well as who takes it.</summary>
    [Fact]
    public void A_page_given_back_is_there_or_not()
    {
        const string Text = "machine hugepages=1\nfile F 2M\nfile G 2M\nmmap A F 8G..8G+2M shared\nmmap B G 8G..8G+2M shared\n"
            + "fallocate A F 0..2M\nparallel\nA: fallocate A F 0..2M punch\nB: touch B 8G\nend\n";
        Assert.Equal(2, Explorer.Run(Parse("pool", Text), LinuxKernels.Default).Outcomes.Count);
    }

    [Fact]
    public void A_long_execution_is_broken_off_at_the_end_of_the_time()
    {
        const string Text = "file F 64T\nmmap A F 1T..17T shared\nmmap B F 1T..17T shared\nparallel\nA: touch A 1T..17T\nB: touch B 1T..17T\nend\n";
        var result = Explorer.Run(Parse("long", Text), LinuxKernels.Default, new() { TimeMax = TimeSpan.FromMilliseconds(300) });
        Assert.False(result.IsComplete);
    }

    /// <summary>Also in the middle of an execution that begins as the one before did: the search has no answer there.</summary>
    [Fact]
    public void Time_may_run_out_anywhere()
    {
        var path = Path.Combine(Repository.Traces, "bugs", "03-cve-2025-38085-pv.trace");
        var trace = Parse(path, File.ReadAllText(path));
        for (var milliseconds = 1; milliseconds < 400; milliseconds += 13)
        {
            var result = Explorer.Run(trace, LinuxKernels.Named("6.16")!, new() { TimeMax = TimeSpan.FromMilliseconds(milliseconds) });
            Assert.Null(result.Found);
        }
    }

    /// <summary>Whatever goes wrong inside, the actors that wait in the middle of a call come to their ends.</summary>
    [Fact]
    public void A_chooser_that_fails_is_an_error_and_no_hang()
    {
        const string Text = "file F 2G\nmmap A F 8G..10G shared\nmmap B F 8G..10G shared\nparallel\nA: touch A 8G..10G\nB: touch B 8G..10G\nend\n";
        for (var step = 1; step < 30; step++)
        {
            using var scene = new Scene(Parse("fails", Text), LinuxKernels.Default, new SharedState());
            var failed = Assert.Throws<AggregateException>(() => scene.Run(new FailsAt(step)));
            Assert.IsType<InvalidOperationException>(failed.InnerException);
        }
    }

    private sealed class FailsAt(int step) : IChooser
    {
        private int _steps;

        public bool SeesEveryStep => true;

        public int Choose(Turns turns) =>
            ++_steps == step ? throw new InvalidOperationException("as the test wants") : System.Numerics.BitOperations.Log2(turns.Enabled);
    }

    private static Trace Parse(string name, string text)
    {
        using var reader = new StringReader(text);
        return TraceParser.Parse(name, reader);
    }
}
