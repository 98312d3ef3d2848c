namespace Emulator.Host;

/// <summary>A live process of the trace.</summary>
/// <param name="Index">The agent's number for it.</param>
/// <param name="BaseKilobytes">VmPTE of the agent alone: a child starts with the same memory as its parent did.</param>
internal sealed record HostProcess(string Name, int Index, int Pid, long BaseKilobytes);
