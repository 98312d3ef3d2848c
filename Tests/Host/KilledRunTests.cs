using System.Diagnostics;
using Emulator.Native;
using Perf;
using Tests.Perf;

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
        using var run = Start("host", EndlessFault, "--setup", "--allow-hang", "--repeat", "100");
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
        Await(() => (victim = BusyAgent(run.Id)) != 0);
        Assert.NotEqual(before, HostHugePages.TwoMega.Total);

        using (var kill = Process.Start("kill", [$"-{signal}", $"{(isAgent ? ParentOf(victim) : run.Id)}"])!) kill.WaitForExit();
        Await(() => !Directory.Exists($"/proc/{victim}"));
        if (isAgent) Assert.True(run.WaitForExit(TimeMax), "ptemu did not see that its agent was gone");
        Await(() => HostHugePages.TwoMega.Total == before);
        Await(() => !Agents().Any());
    }

    private static Process Start(params string[] args)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host, [typeof(Ptemu).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>The process of the trace that has been in the kernel for some time: a descendant of the run's.</summary>
    private static int BusyAgent(int run)
    {
        const int TicksOfHalfASecond = 50;
        return Agents().FirstOrDefault(pid =>
            ParentOf(ParentOf(pid)) == run && Stat(pid) is { } fields && long.Parse(fields[12]) > TicksOfHalfASecond);
    }

    private static IEnumerable<int> Agents() =>
        from folder in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), out _) && IsAgent(folder)
        select int.Parse(Path.GetFileName(folder));

    private static bool IsAgent(string folder)
    {
        try
        {
            return File.ResolveLinkTarget(Path.Combine(folder, "exe"), returnFinalTarget: false)?.Name == "ptemu-agent";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is gone, or none of ours.
            return false;
        }
    }

    private static int ParentOf(int pid) => Stat(pid) is { } fields ? int.Parse(fields[1]) : 0;

    /// <summary>/proc/PID/stat from the state on: the parent is the next, stime the 13th.</summary>
    private static string[]? Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Await(Func<bool> condition)
    {
        for (var waited = Stopwatch.StartNew(); !condition(); Thread.Sleep(20))
        {
            Assert.True(waited.Elapsed < TimeMax, "it did not come to that");
        }
    }
}
