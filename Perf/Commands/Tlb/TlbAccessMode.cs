using System.CommandLine;
using Emulator.Native;
using Emulator.Reports;
using Emulator.Tlb;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu tlb FILE</c> and <c>ptemu tlb --pattern NAME</c>: what TLBs make of the accesses of one program.</summary>
internal sealed class TlbAccessMode(TlbCpuOptions cpu, TlbMemoryOptions memory, TlbAddressFile file, TlbPattern pattern) : ITlbMode
{
    public bool IsAsked(ParseResult parsed) => true;

    public int Run(ParseResult parsed, bool isJson, Terminal terminal)
    {
        var model = cpu.Model(parsed);
        var kind = memory.KindOf(parsed);
        using var arena = new FrameArena();
        using var run = new TlbRun(model, arena, kind, parsed.GetValue(memory.Levels));
        var what = (parsed.GetValue(file.Path), parsed.GetValue(pattern.Name)) switch
        {
            ({ } path, null) => file.Access(run, path, parsed, terminal),
            (null, { } name) => pattern.Access(run, name, kind, parsed, terminal),
            _ => throw new BadInputException("expected an address trace or --pattern, one of the two (ptemu tlb --help)"),
        };
        terminal.Output.WriteLine(isJson
            ? TlbReport.Json(model, what, run.Unit.Counts, run.Pages)
            : TlbReport.Text(model, what, run.Unit.Counts, run.Pages).TrimEnd('\n'));
        return ExitStatus.Done;
    }
}
