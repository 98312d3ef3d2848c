namespace Emulator.Native;

/// <summary>The kernel did not come back within the limit: maybe it never will.</summary>
public sealed class AgentTimeoutException(string line, TimeSpan limit)
    : Exception($"no answer to '{line}' within {limit.TotalSeconds:0} s");
