using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>Threads of a process on other CPUs, which a flush must reach; what a CPU has loaded.</content>
public sealed partial class Kernel<P>
{
    /// <summary>A thread of the mm begins to run on a CPU, which loads the mm.</summary>
    internal void StartThread(Mm mm, int on)
    {
        if (on == cpu) return;
        Writes(mm.CpuMaskKey);
        mm.CpuMask.Add(on);
        mm.LeftCpus.Remove(on);
        Load(machine.Cpus[on], mm);
    }

    /// <summary>The thread ends; nothing of the mm stays loaded there.</summary>
    internal void StopThread(Mm mm, int on)
    {
        if (on == cpu) return;
        if (_rules.KeepsCpumask && mm.CpuMask.Contains(on)) mm.LeftCpus.Add(on);
        Writes(mm.CpuMaskKey);
        Writes(StateKey.Cpu(on));
        mm.CpuMask.Remove(on);
        if (machine.Cpus[on].LoadedMm == mm.Number) machine.Cpus[on].Unload();
    }

    /// <summary>
    /// The CPUs of the mm's threads go idle, in lazy TLB mode (enter_lazy_tlb): the mm stays loaded. Coming back they flush if
    /// they missed a flush meanwhile (switch_mm_irqs_off).
    /// </summary>
    internal void SetIdle(Mm mm, bool isIdle)
    {
        foreach (var number in mm.CpuMask)
        {
            // An actor's own CPU is not idle: it runs the block.
            if (machine.ActorCpus.Contains(number)) continue;
            var other = machine.Cpus[number];
            Writes(StateKey.Cpu(number));
            other.IsLazy = isIdle;
            if (!isIdle) Load(other, mm);
        }
    }

    /// <summary>An actor's CPU leaves the mm that it ran, and joins the other's: from here on it is asked to flush.</summary>
    private void JoinCpuMask(Mm mm)
    {
        using var frame = Enter(KernelFunction.SwitchMm);
        var loaded = machine.Cpus[cpu].LoadedMm;
        if (loaded != mm.Number && machine.MmOf(loaded) is { } last)
        {
            Writes(last.CpuMaskKey);
            last.CpuMask.Remove(cpu);
        }

        if (mm.CpuMask.Contains(cpu)) return;
        Writes(mm.CpuMaskKey);
        mm.CpuMask.Add(cpu);
    }

    /// <summary>switch_mm_irqs_off: what the CPU holds of the mm is flushed if it is behind.</summary>
    private void Load(Tlb.Cpu on, Mm mm)
    {
        Writes(StateKey.Cpu(on.Number));
        Reads(mm.TlbGenerationKey);
        on.IsLazy = false;
        if (on.LoadedMm == mm.Number && !on.IsBehind(mm.Number, mm.TlbGeneration)) return;
        var mustFlush = on.Load(mm.Number, mm.TlbGeneration, out var evicted);
        Probe.Tell(new Loaded(on.Number, mm.Number, mustFlush, evicted));
    }
}
