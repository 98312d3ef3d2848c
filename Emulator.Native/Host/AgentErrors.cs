namespace Emulator.Native;

/// <summary>This machine can't do what was asked of it: told in one line, with what to do about it.</summary>
public class HostException(string message) : Exception(message);

/// <summary>The kernel did not come back within the limit: maybe it never will, or this machine is too busy.</summary>
public sealed class AgentTimeoutException(string line, TimeSpan limit)
    : HostException($"no answer to '{line}' within {limit.TotalSeconds:0} s");

/// <summary>The agent that the build puts beside this program (agent/Agent.targets), or why there is none.</summary>
public static class AgentFile
{
    private static readonly string File = System.IO.Path.Combine(AppContext.BaseDirectory, "ptemu-agent");

    /// <summary>Null where the agent is there.</summary>
    public static string? WhyMissing { get; } =
        System.IO.File.Exists(File) ? null
        : System.IO.File.Exists($"{File}.missing") ? System.IO.File.ReadAllText($"{File}.missing").Trim()
        : $"{File} is not there";

    /// <exception cref="HostException">The agent was not built.</exception>
    public static string Path => WhyMissing is null
        ? File
        : throw new HostException(
            $"no agent for this machine's kernel: {WhyMissing}; install a C compiler, remove Emulator.Native/obj/agent, and build again");
}
