using Emulator.Scenarios;
using Emulator.Walks;

namespace Tests.Scenarios;

/// <summary>Random traces, and the emulator under them. RANDOM_TRACES=10000 in the environment runs as many at each release.</summary>
public class RandomTraceTests
{
    private static readonly ulong Count =
        ulong.TryParse(Environment.GetEnvironmentVariable("RANDOM_TRACES"), out var count) ? count : 1000;

    public static TheoryData<string> Releases => [.. KernelReleases.All.Select(release => release.Name)];

    [Fact]
    public void A_trace_is_its_own_canonical_text()
    {
        for (var seed = 0UL; seed < 500; seed++)
        {
            var options = new GeneratorOptions(seed, AllowMoves: seed % 2 == 0);
            var trace = TraceGenerator.Generate(options);
            var text = TraceGenerator.Text(options);
            Assert.Equal(text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..], trace.ToTraceText());
            Assert.InRange(trace.Executable.Count(), 15, 45);
        }
    }

    [Fact]
    public void It_has_as_many_statements_as_were_asked_for() =>
        Assert.All((int[])[1, 2, 5, 300], count => Assert.Equal(count, TraceGenerator.Generate(new(3, count)).Executable.Count()));

    [Theory]
    [MemberData(nameof(Releases))]
    public void Every_table_is_accounted_for(string release)
    {
        var named = KernelReleases.Named(release)!;
        var runs = new RandomRun();
        for (var seed = 0UL; seed < Count; seed++) runs.Run(TraceGenerator.Generate(new(seed)), named);
        Assert.True(runs.Wrong.Count == 0, $"{runs.Wrong.Count} wrong\n" + string.Join('\n', runs.Wrong.Take(20)));
        Assert.InRange(runs.Shared, (int)Count * 3 / 10, (int)Count);
        Assert.InRange(runs.Unshared, (int)Count * 3 / 10, (int)Count);
    }
}
