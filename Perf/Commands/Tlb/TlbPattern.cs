using System.CommandLine;
using Emulator.Native;
using Emulator.Tlb;
using Perf.Cli;

namespace Perf.Commands;

/// <summary>Accesses that follow a rule, over one range.</summary>
internal sealed class TlbPattern
{
    private const int BlockCount = 1 << 15;
    private const long ProgressEach = 1 << 22;

    private readonly TlbMemoryOptions _memory;

    internal TlbPattern(TlbMemoryOptions memory)
    {
        _memory = memory;
        Accesses.Validators.Add(result => Options.InRange(result, 0, long.MaxValue));
    }

    internal Option<string?> Name { get; } = new("--pattern") { Description = "Instead of a file: sequential, zipf or random", HelpName = "PATTERN" };

    internal Option<long> Accesses { get; } = new("--accesses")
    { Description = "How many", DefaultValueFactory = _ => 10_000_000, HelpName = "N" };

    /// <returns>What was accessed.</returns>
    internal string Access(TlbRun run, string name, TlbEntryKind kind, ParseResult parsed, Terminal terminal)
    {
        var (bytes, accesses) = (_memory.SizeOf(parsed), parsed.GetValue(Accesses));
        var pattern = Named(name);
        if (bytes.Bytes < Pt.Span || (pattern == AccessPattern.Zipf && bytes.Bytes / Pt.Span > ZipfRanks.CountMax))
        {
            throw new BadInputException($"--bytes {bytes}: expected 4K at least{(pattern == AccessPattern.Zipf ? ", and for zipf 1T at most" : "")}");
        }

        terminal.Progress($"{name}: mapping {bytes}");
        run.Map(new(VirtAddr.Zero, new(bytes.Bytes)));
        var accessed = new AddressPattern(pattern, bytes);
        var block = new ulong[BlockCount];
        for (long done = 0; done < accesses; done += block.Length)
        {
            if (accesses - done < block.Length) block = new ulong[accesses - done];
            accessed.Fill(block);
            foreach (var address in block) run.Access(new(address));
            if (done % ProgressEach == 0) terminal.Progress($"{name}: {done:N0} of {accesses:N0} accesses");
        }

        terminal.EndProgress();
        return $"{name} over {bytes} in pages of {$"{kind}"[4..]}";
    }

    private static AccessPattern Named(string text) => text switch
    {
        "sequential" => AccessPattern.Sequential,
        "zipf" => AccessPattern.Zipf,
        "random" => AccessPattern.Random,
        _ => throw new BadInputException($"--pattern {text}: expected sequential, zipf or random"),
    };
}
