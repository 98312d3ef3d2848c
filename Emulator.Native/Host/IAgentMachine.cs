namespace Emulator.Native;

/// <summary>A kernel with an agent on it (agent/agent.h), and what /proc tells there: this machine's own, or one of the lab's.</summary>
public interface IAgentMachine : IDisposable
{
    /// <summary>What the agent said of itself.</summary>
    AgentReady Ready { get; }

    /// <summary>A question was not answered in time, or never will be: nothing more can be asked.</summary>
    bool IsHung { get; }

    /// <summary>Sends a line and waits for the answer.</summary>
    /// <param name="pid">The process that makes the call, whose calls of functions may be counted; 0 if none does.</param>
    /// <exception cref="AgentTimeoutException">There was none in time; the agent is not asked again.</exception>
    /// <exception cref="HostException">The agent is gone.</exception>
    AgentReply Ask(string line, int pid, TimeSpan limit);

    /// <summary>VmPTE.</summary>
    long PageTableKilobytes(int pid);

    /// <summary>The mappings of the agent's files, in the order of their addresses.</summary>
    IReadOnlyList<ProcMapping> Mappings(int pid, bool withVmFlags);
}
