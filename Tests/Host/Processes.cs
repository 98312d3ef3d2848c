using System.Diagnostics;
using Perf;

namespace Tests.Host;

/// <summary>This machine's processes as /proc tells, and a ptemu that a test will kill.</summary>
internal static class Processes
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(30);

    public static Process StartPtemu(params string[] args)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host, [typeof(Ptemu).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        return Process.Start(start)!;
    }

    /// <summary>Those that run the program of that name.</summary>
    public static IEnumerable<int> Of(string program) =>
        from folder in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), out _) && ProgramOf(folder) == program
        select int.Parse(Path.GetFileName(folder));

    /// <summary>One that nobody has waited for yet is gone, too.</summary>
    public static bool IsGone(int pid) => Stat(pid) is not { } fields || fields[0] == "Z";

    public static int ParentOf(int pid) => Stat(pid) is { } fields ? int.Parse(fields[1]) : 0;

    /// <summary>/proc/PID/stat from the state on: the parent is the next, stime the 13th.</summary>
    public static string[]? Stat(int pid)
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

    public static void Await(Func<bool> condition)
    {
        for (var waited = Stopwatch.StartNew(); !condition(); Thread.Sleep(20))
        {
            Assert.True(waited.Elapsed < TimeMax, "it did not come to that");
        }
    }

    private static string? ProgramOf(string folder)
    {
        try
        {
            return File.ResolveLinkTarget(Path.Combine(folder, "exe"), returnFinalTarget: false)?.Name;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is gone, or none of ours.
            return null;
        }
    }
}
