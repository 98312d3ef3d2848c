using System.Globalization;
using System.Text;
using Emulator.Releases;
using Tests.Docs;

namespace Tests.Checks;

/// <summary>Every seeded fault is found by some check on some trace; the walk without a fault by none.</summary>
public class MutantTests
{
    [Fact]
    public void Each_is_found_and_the_table_says_by_what()
    {
        var table = new StringBuilder("| fault | found by | trace | where other checks fire too |\n|---|---|---|---|\n");
        foreach (var mutant in Mutants.All)
        {
            var found = Mutants.Find(mutant);
            Assert.True(found is not null, $"'{mutant.Check}' finds '{mutant.Name}' on no trace");
            var trace = Path.ChangeExtension(found.Value.Trace["Traces/".Length..], null);
            var others = string.Join(", ", found.Value.Checks.Where(check => check != mutant.Check));
            table.Append(CultureInfo.InvariantCulture, $"| {mutant.Name} | {mutant.Check} | {trace} | {others} |\n");
        }

        GeneratedBlock.Check("docs/checks.md", "mutants", table.ToString());
    }

    [Fact]
    public void There_are_more_than_twenty() => Assert.InRange(Mutants.All.Count, 30, 100);

    [Fact]
    public void The_walk_without_a_fault_is_as_clean_as_the_release()
    {
        var newest = LinuxKernels.Named("7.2")!;
        Assert.Empty(Mutants.FoundInAnyTrace(new("none", "", newest, Mutants.Running(newest, new MutantWalk(WalkFault.None)))));
    }
}
