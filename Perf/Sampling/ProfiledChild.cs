using System.ComponentModel;
using System.Diagnostics;

namespace Perf.Sampling;

/// <summary>Starts this program again as a child whose samples are taken, or a tool around it.</summary>
internal static class ProfiledChild
{
    internal sealed record Ended(int Status, string Error);

    /// <summary>The command that runs this program with other arguments.</summary>
    internal static IReadOnlyList<string> CommandOf(IReadOnlyList<string> verb)
    {
        var host = Environment.ProcessPath;
        var isHost = host is not null && Path.GetFileNameWithoutExtension(host) == "dotnet";
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? (isHost ? host! : "dotnet");
        return [dotnet, typeof(ProfiledChild).Assembly.Location, .. verb];
    }

    /// <summary>Runs to the end. What it writes to its output goes to <paramref name="output"/>, or nowhere.</summary>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    internal static Ended Run(IReadOnlyList<string> command, IEnumerable<KeyValuePair<string, string>> environment, TextWriter? output = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        while (process.StandardOutput.ReadLine() is { } line) output?.WriteLine(line);
        process.WaitForExit();
        return new(process.ExitCode, error.Result);
    }
}
