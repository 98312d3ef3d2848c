using Emulator.Experiments;
using Emulator.Reports;

namespace Tests.Docs;

/// <summary>docs/explore.md says how many states there are, with reduction and without.</summary>
public class ExploreDocsTests
{
    private static readonly string[] Small = ["02-cve-2025-38084-process", "02-cve-2025-38084-thread", "12-split-backport-race"];

    [Fact]
    public void The_states_are_those_of_today() => GeneratedBlock.Check(
        "docs/explore.md",
        "explore",
        $"```\n{ExploreTable.Text(Small.Select(name => BugCase.Read(Path.Combine(Repository.Traces, "bugs", $"{name}.trace"))))}```\n");
}
