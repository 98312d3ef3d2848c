using System.CommandLine;
using Emulator.Kernel;
using Emulator.Reports;
using Emulator.Scenarios;
using Emulator.Tlb;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu tlb --run TRACE</c>: a trace's accesses and flushes in the TLBs of real CPUs.</summary>
internal sealed class TlbTraceMode(TlbCpuOptions cpu, TlbAddressFile file) : ITlbMode
{
    internal Option<string?> Path { get; } = new("--run")
    {
        Description = "Instead: a trace as `run` takes it, in the TLBs of each CPU; its `machine cpu=` is the preset unless --cpu is given",
        HelpName = "TRACE",
    };

    internal Option<string> Kernel { get; } = Options.Kernel();

    public bool IsAsked(ParseResult parsed) => parsed.GetValue(Path) is not null;

    public int Run(ParseResult parsed, bool isJson, Terminal terminal)
    {
        if (parsed.GetValue(file.Path) is not null) throw new BadInputException("--run TRACE makes the accesses: expected no address trace beside it");
        var trace = TraceFiles.ReadToRun([parsed.GetValue(Path)!], terminal)[0];
        var model = cpu.Model(parsed, trace.Machine.Preset);
        return Run(trace, TraceFiles.Kernel(parsed.GetRequiredValue(Kernel)), model, isJson, terminal);
    }

    private static int Run(Trace trace, LinuxKernel release, CpuModel model, bool isJson, Terminal terminal)
    {
        using var run = new HardwareRun(trace, release, model);
        terminal.Progress($"{trace.Path} at {release.Name} on {model.Name}");
        var isStuck = false;
        foreach (var answer in run.Answers())
        {
            terminal.Output.WriteLine(isJson ? HardwareReport.Json(answer) : HardwareReport.Text(answer));
            if (answer.Outcome.Deadlock is not { } deadlock) continue;
            terminal.Error.WriteLine($"{trace.Path}:{answer.Statement.Line}: DEADLOCK: {deadlock.Message}");
            isStuck = true;
        }

        var (cpus, all) = (run.Hardware.Cpus.Count(), run.Hardware.Counts);
        terminal.Output.WriteLine(isJson
            ? HardwareReport.TotalJson(model, release.Name, cpus, all)
            : HardwareReport.TotalText(model, release.Name, cpus, all));
        terminal.EndProgress();
        return isStuck ? ExitStatus.CheckFailed : ExitStatus.Done;
    }
}
