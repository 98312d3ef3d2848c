using System.Diagnostics;
using System.Globalization;

namespace Emulator.Native;

/// <summary>A running agent on this machine: a line of numbers for each line that it is sent (agent/agent.h).</summary>
public sealed class AgentConnection : IAgentMachine
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(60);

    // The agent itself waits 20 s for a process that it killed (agent/main.c).
    private static readonly TimeSpan HungEndMax = TimeSpan.FromSeconds(25);

    private readonly Process _process;

    /// <param name="countsEvents">Open the tracepoints of flushes and interrupts.</param>
    /// <exception cref="HostException">There is no agent, or it does not start.</exception>
    public AgentConnection(bool countsEvents = true)
    {
        var start = new ProcessStartInfo(AgentFile.Path) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (!countsEvents) start.ArgumentList.Add("untraced");
        _process = Process.Start(start) ?? throw new HostException($"{AgentFile.Path} does not start");
        try
        {
            Ready = AgentReady.Parse(ReadLine("ready", StartMax)) with { FlushesByHypercall = KernelLog.Hypervisor() == KernelLog.Pvm };
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public AgentReady Ready { get; }

    public bool IsHung { get; private set; }

    public AgentReply Ask(string line, int pid, TimeSpan limit)
    {
        try
        {
            _process.StandardInput.Write(line + "\n");
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            throw Gone(line);
        }

        return new([.. ReadLine(line, limit).Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture))], Calls: null);
    }

    public long PageTableKilobytes(int pid) => ProcStatus.PageTableKilobytes(pid);

    public IReadOnlyList<ProcMapping> Mappings(int pid, bool withVmFlags) => ProcMapping.Of(pid, withVmFlags);

    /// <summary>
    /// Ends all the trace's processes. Returns when their memory is free, unless the kernel keeps one of them. The end of its input
    /// ends an agent that waits for an answer, too.
    /// </summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }

        if (!_process.WaitForExit(IsHung ? HungEndMax : EndMax)) _process.Kill();
        _process.Dispose();
    }

    private string ReadLine(string question, TimeSpan limit)
    {
        var reading = _process.StandardOutput.ReadLineAsync();
        try
        {
            if (reading.Wait(limit)) return reading.Result ?? throw Gone(question);
        }
        catch (AggregateException exception) when (exception.InnerException is IOException)
        {
            throw Gone(question);
        }

        IsHung = true;
        throw new AgentTimeoutException(question, limit);
    }

    private HostException Gone(string question)
    {
        IsHung = true;
        return new($"the agent ended before it answered '{question}': something killed it, or a counter could not be read");
    }
}

/// <param name="Numbers">The agent's line.</param>
/// <param name="Calls">How often the calling task entered each function that is traced, by its C name; null where no function can be traced.</param>
public sealed record AgentReply(long[] Numbers, IReadOnlyList<KeyValuePair<string, long>>? Calls);

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
