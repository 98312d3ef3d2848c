using Emulator.Explore;
using Emulator.Kernel;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Tests.Explore;

/// <summary>The races of the past: found at the release that had them, and nowhere else that matters. README's table has the rest.</summary>
public class BugTraceExploreTests
{
    private const string Process = "02-cve-2025-38084-process";
    private const string Thread = "02-cve-2025-38084-thread";
    private const string Pv = "03-cve-2025-38085-pv";
    private const string Invlpgb = "03-cve-2025-38085-invlpgb";
    private const string Backport = "12-split-backport-race";

    private static readonly ExploreOptions Patient = new() { TimeMax = TimeSpan.FromMinutes(20) };

    [Theory]
    [InlineData(Process, "6.2", CheckNames.LeftShared)]
    [InlineData(Process, "6.15", CheckNames.LeftShared)]
    [InlineData(Process, "6.16", null)]
    [InlineData(Process, "6.19", null)]
    [InlineData(Thread, "6.12", CheckNames.LeftShared)]
    [InlineData(Thread, "6.2", null)]
    [InlineData(Thread, "6.16", null)]
    [InlineData(Pv, "6.2", CheckNames.TableReused)]
    [InlineData(Pv, "6.19", null)]
    [InlineData(Invlpgb, "6.15", CheckNames.TableReused)]
    [InlineData(Invlpgb, "6.2", null)]
    [InlineData(Backport, "6.1.y", CheckNames.LeftShared)]
    [InlineData(Backport, "6.19", null)]
    public void Is_found_at_its_release_alone(string name, string release, string? check)
    {
        var result = Explorer.Run(Trace(name), LinuxKernels.Named(release)!, Patient);
        Assert.Equal(check, result.Found?.Violation.Check);
        Assert.Equal(check is null, result.IsComplete);
    }

    /// <summary>The trap of case 3: with flushes by interrupt the walker is waited for, and no release has the race.</summary>
    [Theory]
    [InlineData("6.15")]
    public void A_walker_is_waited_for_where_flushes_are_interrupts(string release)
    {
        var trace = Trace(Pv);
        var result = Explorer.Run(trace with { Machine = trace.Machine with { Flush = FlushKind.Ipi } }, LinuxKernels.Named(release)!, Patient);
        Assert.Null(result.Found);
        Assert.True(result.IsComplete);
    }

    /// <summary>The damage behind the missing lock of 6.1.y: the table that it unshared is shared again.</summary>
    [Fact]
    public void The_backport_leaves_a_table_shared()
    {
        var result = Explorer.Run(Trace(Backport), LinuxKernels.Named("6.1.y")!, Patient with { FindsAll = true });
        Assert.Contains(CheckNames.LeftShared, result.Findings.Select(finding => finding.Violation.Check));
    }

    [Fact]
    public void The_schedule_replays_what_was_found_with_one_preemption()
    {
        var result = Explorer.Run(Trace(Process), LinuxKernels.Named("6.2")!);
        Assert.Equal(["A", "B", "A"], result.Schedule!.Turns.Select(turn => turn.Actor));
        Assert.NotEmpty(result.Timeline);
        Assert.Contains(result.Timeline, row => row is { Actor: 1, Function: "huge_pmd_share" });
    }

    [Theory]
    [InlineData(Process, "6.2")]
    [InlineData(Process, "6.19")]
    [InlineData(Thread, "6.12")]
    [InlineData(Thread, "6.19")]
    [InlineData(Backport, "6.1.y")]
    public void Reduction_loses_no_outcome(string name, string release)
    {
        var reduced = Explorer.Run(Trace(name), LinuxKernels.Named(release)!, Patient with { FindsAll = true });
        var whole = Explorer.Run(Trace(name), LinuxKernels.Named(release)!, Patient with { FindsAll = true, Reduces = false });
        Assert.True(reduced.IsComplete && whole.IsComplete);
        Assert.Equal(whole.Outcomes, reduced.Outcomes);
        Assert.Equal(Checks(whole), Checks(reduced));
        Assert.True(reduced.Executions < whole.Executions);

        static IEnumerable<string> Checks(ExploreResult result) =>
            result.Findings.Select(finding => finding.Violation.Check).Distinct().Order(StringComparer.Ordinal);
    }

    private static Trace Trace(string name)
    {
        using var reader = File.OpenText(Path.Combine(Repository.Traces, "bugs", $"{name}.trace"));
        return TraceParser.Parse($"{name}.trace", reader);
    }
}
