using Emulator.Kernel;
using Emulator.Native;
using Emulator.Releases;
using Emulator.Tlb;

namespace Emulator.Scenarios;

/// <summary>Runs a trace on CPUs with real TLBs: `ptemu tlb --run`.</summary>
public sealed class HardwareRun : IDisposable
{
    private readonly Trace _trace;
    private readonly Execution<HardwareRecorder> _execution;
    private readonly HardwareTlbs _hardware;

    /// <exception cref="TraceException">The trace's machine is not one that such a CPU is in.</exception>
    public HardwareRun(Trace trace, KernelRelease release, CpuModel model)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(release);
        ArgumentNullException.ThrowIfNull(model);
        Check(trace, release, model);
        TracePreconditions.Check(trace, HostMemory.Available());
        _trace = trace;
        _execution = new(trace, release, default);
        // EFER.TCE is AMD's; WriteProtect, SMEP and NXE are always on.
        var registers = new CpuState
        {
            Levels = trace.Machine.Levels,
            TranslationCacheExtension = model.Vendor == CpuVendor.Amd && release.Rules.SetsTce,
        };
        var machine = _execution.Machine;
        _hardware = new(model, machine.Arena, machine.Cpus, number => machine.MmOf(number)!.Root, registers, UsesInvlpgb(trace, release));
        _execution.Kernel.Probe = new(_hardware);
    }

    public HardwareTlbs Hardware => _hardware;

    public Machine Machine => _execution.Machine;

    /// <summary>What any CPU could hold: of it these hold a part.</summary>
    public TlbContents Possible => _execution.Kernel.Probe.Tlb;

    /// <summary>One answer for each statement that executes something, in order, up to one that the kernel never comes back from.</summary>
    /// <exception cref="TraceException">The tables outgrew the machine's memory.</exception>
    public IEnumerable<HardwareAnswer> Answers()
    {
        foreach (var statement in _trace.ProgramOrder)
        {
            var before = _hardware.Counts;
            _hardware.IsWrite = statement is TouchStatement { Access: AccessKind.Write };
            var outcome = Execute(statement);
            if (statement is not FileStatement) yield return new(statement, outcome, _hardware.Counts - before);
            if (outcome.Deadlock is not null) yield break;
        }
    }

    public void Dispose()
    {
        _hardware.Dispose();
        _execution.Dispose();
    }

    private static bool UsesInvlpgb(Trace trace, KernelRelease release) => trace.Machine.Flush == FlushKind.Invlpgb && release.Rules.HasInvlpgb;

    private static void Check(Trace trace, KernelRelease release, CpuModel model)
    {
        if (trace.Machine.Tlb == TlbKind.LeafOnly)
        {
            throw new TraceException(
                trace.Path, trace.Machine.Line, "tlb=leaf-only is no x86 CPU", "a machine without it, for the TLBs of a real one");
        }

        if (UsesInvlpgb(trace, release) && model.Vendor != CpuVendor.Amd)
        {
            throw new TraceException(
                trace.Path, trace.Machine.Line, $"flush=invlpgb, and {model.Name} has no INVLPGB", "a CPU of AMD's, such as --cpu zen4");
        }
    }

    private Outcome Execute(Statement statement)
    {
        _execution.Kernel.Probe.StartStatement();
        try
        {
            return _execution.Execute(statement);
        }
        catch (ArenaLimitException limit)
        {
            throw new TraceException(_trace.Path, statement.Line, limit.Message, "a trace whose tables fit into this machine's memory");
        }
    }
}
