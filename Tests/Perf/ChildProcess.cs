using System.Diagnostics;
using System.Globalization;
using Perf;

namespace Tests.Perf;

/// <summary>The built <c>ptemu</c> in a process of its own: for what an environment, a crash or the memory of a whole process shows.</summary>
internal static class ChildProcess
{
    private static readonly string Program = typeof(Ptemu).Assembly.Location;

    private static readonly string[] NotInherited = ["DOTNET_Enable", "PTEMU_", "DOTNET_GC"];

    /// <summary>The most memory that the last read of VmHWM saw; the reads go on until the process ends.</summary>
    public sealed record Result(CommandResult Command, long PeakBytes, TimeSpan Time);

    public static CommandResult Run(params string[] args) => RunIn([], args).Command;

    public static Result RunIn(IEnumerable<KeyValuePair<string, string>> environment, params string[] args)
    {
        var start = new ProcessStartInfo(DotnetHost(), [Program, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Repository.Root,
        };
        foreach (var name in start.Environment.Keys.Where(name => NotInherited.Any(name.StartsWith)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var peak = 0L;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(3)))
        {
            peak = Math.Max(peak, PeakBytes(process.Id));
            if (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60)) continue;
            process.Kill();
            Assert.Fail($"ptemu {string.Join(' ', args)} did not end in 60 s");
        }

        process.WaitForExit();
        return new(new(process.ExitCode, output.Result, error.Result), peak, Stopwatch.GetElapsedTime(started));
    }

    private static string DotnetHost() =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
        ?? (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet");

    private static long PeakBytes(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return 0;
        }
    }
}
