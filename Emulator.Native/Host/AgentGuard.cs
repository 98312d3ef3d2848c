using System.Diagnostics;
using System.Globalization;

namespace Emulator.Native;

/// <summary>
/// A process of the agent's program that does what is left to do when this one is gone, however it ended (agent/guard.c): SIGKILL runs
/// no handler. It notices by the end of its input.
/// </summary>
internal sealed class AgentGuard : IDisposable
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    /// <param name="refused">What it means if the guard can't do it.</param>
    /// <exception cref="HostException">There is no agent, it does not start, or it can't do it.</exception>
    public AgentGuard(string refused, params string[] arguments)
    {
        var start = new ProcessStartInfo(AgentFile.Path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        _process = Process.Start(start) ?? throw new HostException($"{AgentFile.Path} does not start");
        var answer = _process.StandardOutput.ReadLineAsync();
        if (Task.WaitAny([answer], AnswerMax) == 0 && answer is { IsCompletedSuccessfully: true, Result: "ready" }) return;
        Dispose();
        throw new HostException(refused);
    }

    public void Tell(string line)
    {
        try
        {
            _process.StandardInput.Write(line + "\n");
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It is gone already.
        }
    }

    /// <summary>Ends its input, and waits for it.</summary>
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

        if (!_process.WaitForExit(AnswerMax)) _process.Kill();
        _process.Dispose();
    }
}

/// <summary>An agent's first line.</summary>
/// <param name="CountsFlushes">Could the tracepoint tlb:tlb_flush be opened?</param>
/// <param name="CountsIpis">Could the tracepoint csd:csd_queue_cpu be opened?</param>
/// <param name="OwnMemory">Where the agent itself lives, in every process of the trace.</param>
public sealed record AgentReady(bool CountsFlushes, bool CountsIpis, IReadOnlyList<AddrRange> OwnMemory)
{
    private const int Protocol = 1;
    private const int CounterCount = 5;

    /// <summary>
    /// Does the kernel ask its hypervisor to flush on other CPUs, so that it queues no call there? PVM's guests do; those of KVM only for a CPU that the
    /// host has taken away.
    /// </summary>
    public bool FlushesByHypercall { get; init; }

    /// <exception cref="HostException">It is the line of another version.</exception>
    internal static AgentReady Parse(string line)
    {
        if (line == "unpinned")
        {
            throw new HostException("the calls are made on CPU 0, which this process may not use (a cpuset of a container?): start it where it may");
        }

        var words = line.Split(' ');
        if (words[0] != "ready" || int.Parse(words[1], CultureInfo.InvariantCulture) != Protocol)
        {
            throw new HostException($"{AgentFile.Path} is of another version: build again");
        }

        var counters = words.Skip(2).Take(CounterCount).Select(word => word != "0").ToArray();
        var bounds = words.Skip(2 + CounterCount).Select(ParseAddress).ToArray();
        return new(counters[..3].All(has => has), counters[3..].All(has => has), [.. bounds.Chunk(2).Select(pair => new AddrRange(pair[0], pair[1]))]);
    }

    private static VirtAddr ParseAddress(string hex) => new(ulong.Parse(hex.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
}
