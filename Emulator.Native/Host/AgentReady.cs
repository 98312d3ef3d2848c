using System.Globalization;

namespace Emulator.Native;

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
