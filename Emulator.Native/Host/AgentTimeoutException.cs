namespace Emulator.Native;

/// <summary>The kernel did not come back within the limit: maybe it never will, or this machine is too busy.</summary>
public sealed class AgentTimeoutException(string line, TimeSpan limit)
    : HostException($"no answer to '{line}' within {limit.TotalSeconds:0} s");
