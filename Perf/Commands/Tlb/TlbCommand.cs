using System.CommandLine;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu tlb</c>: accesses through the TLBs of a real CPU. What it does is one of the <see cref="ITlbMode"/>.</summary>
internal static class TlbCommand
{
    internal static Command Create(Terminal terminal)
    {
        var (cpu, memory, json) = (new TlbCpuOptions(), new TlbMemoryOptions(), Options.Json());
        var (file, pattern) = (new TlbAddressFile(), new TlbPattern(memory));
        var (list, sweep) = (new TlbListMode(), new TlbSweepMode(cpu, memory));
        var (reference, trace) = (new TlbReferenceMode(memory), new TlbTraceMode(cpu, file));
        var command = new Command("tlb", "Translate an address trace, or a pattern, in the TLBs of a real CPU")
        {
            file.Path, cpu.Preset, cpu.L1, cpu.L2, cpu.Replacement, memory.Pages, memory.Levels, file.Format, file.Fetches, pattern.Name, memory.Bytes,
            pattern.Accesses, list.Asked, sweep.Asked, reference.Asked, reference.Source, trace.Path, trace.Kernel, json,
        };
        // A trace of calls makes the accesses itself.
        Option[] ofAccesses =
        [
            memory.Pages, memory.Levels, file.Format, file.Fetches, pattern.Name, memory.Bytes, pattern.Accesses,
            list.Asked, sweep.Asked, reference.Asked, reference.Source,
        ];
        // The first that was asked for; the last is what the command does without a word.
        ITlbMode[] modes = [list, sweep, trace, reference, new TlbAccessMode(cpu, memory, file, pattern)];
        command.SetAction(parsed =>
        {
            if (trace.IsAsked(parsed) && ofAccesses.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } beside)
                throw new BadInputException($"--run TRACE makes the accesses: expected no {beside.Name} beside it");
            return modes.First(mode => mode.IsAsked(parsed)).Run(parsed, parsed.GetValue(json), terminal);
        });
        return command;
    }
}
