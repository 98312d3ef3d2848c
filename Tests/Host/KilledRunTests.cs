using System.Diagnostics;
using Emulator.Native;

namespace Tests.Host;

/// <summary>A run on this machine's kernel that is killed leaves no process, and no huge page.</summary>
[Collection(HostCollection.Name)]
public class KilledRunTests
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(30);
    private static readonly string EndlessFault = Path.Combine(Repository.Traces, "kernel-bugs", "endless-fault.trace");

    /// <summary>The kernel must have the bug: 6.3, and late 6.1.</summary>
    [HostTheory(recorded: true)]
    [InlineData("KILL", false)] // ptemu, while its agent waits for an access that never ends
    [InlineData("INT", false)]
    [InlineData("KILL", true)] // the agent's coordinator
    public void All_its_processes_end_and_its_huge_pages_go_back(string signal, bool isAgent)
    {
        var before = HostHugePages.TwoMega.Total;
        using var run = Processes.StartPtemu("host", EndlessFault, "--setup", "--allow-hang", "--repeat", "100");
        try
        {
            Kill(run, signal, isAgent, before);
        }
        finally
        {
            // What it may still hold, the lock of the host among it, every later test waits for.
            run.Kill();
            run.WaitForExit(TimeMax);
        }
    }

    private static void Kill(Process run, string signal, bool isAgent, long before)
    {
        var victim = 0;
        Processes.Await(() => (victim = BusyAgent(run.Id)) != 0);
        Assert.NotEqual(before, HostHugePages.TwoMega.Total);

        using (var kill = Process.Start("kill", [$"-{signal}", $"{(isAgent ? Processes.ParentOf(victim) : run.Id)}"])!) kill.WaitForExit();
        Processes.Await(() => Processes.IsGone(victim));
        if (isAgent) Assert.True(run.WaitForExit(TimeMax), "ptemu did not see that its agent was gone");
        Processes.Await(() => HostHugePages.TwoMega.Total == before);
        Processes.Await(() => !Agents().Any());
    }

    /// <summary>The process of the trace that has been in the kernel for some time: a descendant of the run's.</summary>
    private static int BusyAgent(int run)
    {
        const int TicksOfHalfASecond = 50;
        return Agents().FirstOrDefault(pid =>
            Processes.ParentOf(Processes.ParentOf(pid)) == run && Processes.Stat(pid) is { } fields && long.Parse(fields[12]) > TicksOfHalfASecond);
    }

    private static IEnumerable<int> Agents() => Processes.Of("ptemu-agent");
}
