using System.Diagnostics;
using System.Globalization;

namespace Emulator.Native;

/// <summary>A running agent: a line of numbers for each line that it is sent (agent/agent.h).</summary>
public sealed class AgentConnection : IDisposable
{
    private const int Protocol = 1;
    private const int CounterCount = 5;
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    /// <exception cref="HostException">There is no agent, or it does not start.</exception>
    public AgentConnection()
    {
        var start = new ProcessStartInfo(AgentFile.Path) { RedirectStandardInput = true, RedirectStandardOutput = true };
        _process = Process.Start(start) ?? throw new HostException($"{AgentFile.Path} does not start");
        var ready = ReadLine("ready", StartMax).Split(' ');
        if (ready[0] != "ready" || int.Parse(ready[1]) != Protocol)
        {
            throw new HostException($"{AgentFile.Path} is of another version: build again");
        }
        var counters = ready.Skip(2).Take(CounterCount).Select(word => word != "0").ToArray();
        (CountsFlushes, CountsIpis) = (counters[..3].All(has => has), counters[3..].All(has => has));
        var bounds = ready.Skip(2 + CounterCount).Select(ParseAddress).ToArray();
        OwnMemory = [.. bounds.Chunk(2).Select(pair => new AddrRange(pair[0], pair[1]))];
    }

    /// <summary>Could the tracepoint tlb:tlb_flush be opened?</summary>
    public bool CountsFlushes { get; }

    /// <summary>Could the tracepoint csd:csd_queue_cpu be opened?</summary>
    public bool CountsIpis { get; }

    /// <summary>A question was not answered in time: nothing more can be asked.</summary>
    public bool IsHung { get; private set; }

    /// <summary>Where the agent itself lives, in every process of the trace.</summary>
    public IReadOnlyList<AddrRange> OwnMemory { get; }

    /// <summary>Sends a line and waits for the answer.</summary>
    /// <exception cref="AgentTimeoutException">There was none in time; the agent is not asked again.</exception>
    /// <exception cref="HostException">The agent is gone.</exception>
    public long[] Ask(string line, TimeSpan limit)
    {
        _process.StandardInput.Write(line + "\n");
        _process.StandardInput.Flush();
        return [.. ReadLine(line, limit).Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture))];
    }

    /// <summary>Ends all the trace's processes. Returns when their memory is free, unless the kernel keeps one of them.</summary>
    public void Dispose()
    {
        if (IsHung)
        {
            _process.Kill();
        }
        else
        {
            try
            {
                _process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It is gone already.
            }

            if (!_process.WaitForExit(EndMax)) _process.Kill();
        }

        _process.Dispose();
    }

    private string ReadLine(string question, TimeSpan limit)
    {
        var reading = _process.StandardOutput.ReadLineAsync();
        if (!reading.Wait(limit))
        {
            IsHung = true;
            throw new AgentTimeoutException(question, limit);
        }

        return reading.Result ?? throw new HostException($"the agent ended before it answered '{question}'");
    }

    private static VirtAddr ParseAddress(string hex) =>
        new(ulong.Parse(hex.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
}
