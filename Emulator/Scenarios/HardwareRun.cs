using Emulator.Kernel;
using Emulator.Probes;
using Emulator.Tlb;

namespace Emulator.Scenarios;

/// <summary>Runs a trace on CPUs with real TLBs: `ptemu tlb --run`.</summary>
public sealed class HardwareRun : IDisposable
{
    private readonly Execution<Both<Recorder, HardwareProbe>> _execution;
    private readonly HardwareTlbs _hardware;

    /// <exception cref="TraceException">The trace's machine is not one that such a CPU is in.</exception>
    public HardwareRun(Trace trace, LinuxKernel release, CpuModel model)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(release);
        ArgumentNullException.ThrowIfNull(model);
        Check(trace, release, model);
        _execution = new(trace, release, default(Both<Recorder, HardwareProbe>));
        // EFER.TCE is AMD's; WriteProtect, SMEP and NXE are always on.
        var registers = new CpuState
        {
            Levels = trace.Machine.Levels,
            TranslationCacheExtension = model.Vendor == CpuVendor.Amd && release.Rules.SetsTce,
        };
        var machine = _execution.Machine;
        _hardware = new(model, machine.Arena, machine.Cpus, number => machine.MmOf(number)!.Root, registers, UsesInvlpgb(trace, release));
        machine.WalkCaches = _hardware;
        _execution.Kernel.Probe = new(new Recorder(), new(_hardware));
    }

    public HardwareTlbs Hardware => _hardware;

    public Machine Machine => _execution.Machine;

    /// <summary>What any CPU could hold: of it these hold a part.</summary>
    public TlbContents Possible => _execution.Kernel.Probe.First.Tlb;

    /// <summary>One answer for each statement that executes something, in order, up to one that the kernel never comes back from.</summary>
    /// <exception cref="TraceException">The tables outgrew the machine's memory.</exception>
    public IEnumerable<HardwareAnswer> Answers()
    {
        var before = _hardware.Counts;
        foreach (var (statement, outcome) in _execution.Statements(Before))
        {
            yield return new(statement, outcome, _hardware.Counts - before);
            before = _hardware.Counts;
        }
    }

    public void Dispose()
    {
        _hardware.Dispose();
        _execution.Dispose();
    }

    private static bool UsesInvlpgb(Trace trace, LinuxKernel release) => trace.Machine.Flush == FlushKind.Invlpgb && release.Rules.HasInvlpgb;

    private static void Check(Trace trace, LinuxKernel release, CpuModel model)
    {
        if (trace.Machine.Tlb == TlbKind.LeafOnly)
        {
            throw new TraceException(
                trace.Path, trace.Machine.Line, "tlb=leaf-only is not an x86 CPU", "a machine without it, for the TLBs of a real one");
        }

        if (UsesInvlpgb(trace, release) && model.Vendor != CpuVendor.Amd)
        {
            throw new TraceException(
                trace.Path, trace.Machine.Line, $"flush=invlpgb, and {model.Name} has no INVLPGB", "a CPU of AMD's, such as --cpu zen4");
        }
    }

    private void Before(Statement statement)
    {
        _execution.Kernel.Probe.First.StartStatement();
        _hardware.IsWrite = statement is TouchStatement { Access: AccessKind.Write };
    }
}
