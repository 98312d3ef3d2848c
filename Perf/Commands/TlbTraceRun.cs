using Emulator.Kernel;
using Emulator.Reports;
using Emulator.Scenarios;
using Emulator.Tlb;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu tlb --run TRACE</c>: a trace's accesses and flushes in the TLBs of real CPUs.</summary>
internal static class TlbTraceRun
{
    internal static int Run(Trace trace, LinuxKernel release, CpuModel model, bool isJson, Terminal terminal)
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
