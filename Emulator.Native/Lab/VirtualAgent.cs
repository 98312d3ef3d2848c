using System.Globalization;

namespace Emulator.Native;

/// <summary>The agent in a <see cref="VirtualMachine"/>.</summary>
internal sealed class VirtualAgent(VirtualMachine machine, AgentReady ready, IReadOnlyList<string> functions) : IAgentMachine
{
    private static readonly TimeSpan ProcMax = TimeSpan.FromSeconds(60);

    public AgentReady Ready => ready;

    public bool IsHung => machine.IsDead;

    public AgentReply Ask(string line, int pid, TimeSpan limit)
    {
        var lines = machine.Ask($"ask {pid} {line}", limit);
        long[] numbers = [.. lines[0].Split(' ').Select(Number)];
        if (pid == 0) return new(numbers, Calls: null);
        var calls = lines.Skip(1).Select(one => one.Split(' ')).ToDictionary(words => words[0], words => Number(words[1]));
        return new(numbers, [.. functions.Select(name => KeyValuePair.Create(name, calls.GetValueOrDefault(name)))]);
    }

    public long PageTableKilobytes(int pid) => Number(machine.Ask($"status {pid}", ProcMax)[0]);

    public IReadOnlyList<ProcMapping> Mappings(int pid, bool withVmFlags) => ProcMapping.Of(machine.Ask($"{(withVmFlags ? "smaps" : "maps")} {pid}", ProcMax));

    public void Dispose()
    {
        // The next agent ends this one; nothing of it is left when the machine ends.
    }

    private static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);
}
