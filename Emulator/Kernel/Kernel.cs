using Emulator.Accounting;
using Emulator.Tlb;

namespace Emulator.Kernel;

/// <summary>
/// The emulated kernel: Linux's functions by Linux's names, over a <see cref="Machine"/>, under the rules of a release. It is one
/// class in several files, one for each source of the functions; walks are written in its public verbs.
/// </summary>
/// <param name="registerWalk">What UFFDIO_REGISTER runs over a VMA; null for a kernel that unshares nothing there.</param>
/// <param name="splitWalk">What a split runs over its 1G, where <see cref="KernelRules.Split"/> says so.</param>
public sealed partial class Kernel<P>(
    Machine machine, KernelRules rules, P probe, UnshareWalk? registerWalk = null, UnshareWalk? splitWalk = null)
    where P : struct, IProbe
{
    /// <summary>Every process makes its calls on this CPU.</summary>
    private const int CallingCpu = 0;

    /// <summary>The probe, a struct that lives here.</summary>
    public P Probe = probe;

    /// <summary>What the statement that runs has done so far.</summary>
    public Tally Tally;

    public Machine Machine => machine;

    public KernelRules Rules => rules;

    /// <summary>A process makes its next calls: the CPU loads its address space (switch_mm).</summary>
    public void SwitchTo(Mm mm) => Load(machine.Cpus[CallingCpu], mm);

    private void Load(Cpu cpu, Mm mm)
    {
        if (cpu.LoadedMm == mm.Number) return;
        var mustFlush = cpu.Load(mm.Number, mm.TlbGeneration, out var evicted);
        if (mustFlush) Probe.Flushed(cpu.Number, mm.Number, default, isFull: true);
        if (evicted >= 0) Probe.Flushed(cpu.Number, evicted, default, isFull: true);
    }

    private FrameScope<P> Enter(KernelFunction function)
    {
        Probe.Enter(function);
        return new(this);
    }
}
