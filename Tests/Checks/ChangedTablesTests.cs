using Emulator.Checks;
using Emulator.Kernel;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Tests.Checks;

/// <summary>To look only at what a statement changed finds what looking at everything finds: also where a release is wrong.</summary>
public class ChangedTablesTests
{
    [Theory]
    [InlineData("pre-v5")]
    [InlineData("6.1.y")]
    [InlineData("6.19")]
    public void Nothing_is_overlooked(string release)
    {
        var found = 0;
        for (var seed = 0UL; seed < 400; seed++)
        {
            using var run = new TraceRun(TraceGenerator.Generate(new(seed, AllowMoves: true)), LinuxKernels.Named(release)!, isChecked: true);
            var everything = new EntriesAgainstVmas(run.Machine);
            var known = new HashSet<Violation>();
            foreach (var answer in run.Answers())
            {
                if (answer.Outcome.Deadlock is not null) break;
                known.UnionWith(answer.Violations);
                found += everything.Find().Count;
                Assert.Subset(known, new HashSet<Violation>(everything.Find()));
            }
        }

        if (release == "6.19") Assert.NotEqual(0, found);
    }
}
