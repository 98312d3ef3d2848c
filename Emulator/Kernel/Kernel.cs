using System.Runtime.CompilerServices;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <summary>
/// The emulated kernel: Linux's functions by Linux's names, over a <see cref="Machine"/>, under the rules of a version of Linux. It is one
/// class in several files, one for each source of the functions. Walks are written in its public verbs (Tests/Tidy/VocabularyTests lists
/// them): addresses and ranges are in bytes, ranges exclude their end, and what is returned as a scope is held until the end of a `using`.
/// </summary>
/// <param name="cpu">The CPU whose calls these are; several may share a machine, each with a kernel of its own here.</param>
public sealed partial class Kernel<P>(Machine machine, LinuxKernel linux, P probe, int cpu = 0) where P : struct, IProbe
{
    private readonly KernelRules _rules = linux.Rules;

    /// <summary>The probe, a struct that lives here.</summary>
    internal P Probe = probe;

    /// <summary>What the statement that runs has done so far.</summary>
    public Tally Tally;

    internal Machine Machine => machine;

    /// <summary>Which version this is, by which rules, with which walks.</summary>
    internal LinuxKernel Linux => linux;

    internal KernelRules Rules => _rules;

    /// <summary>The CPU whose calls these are.</summary>
    internal int Cpu => cpu;

    /// <summary>
    /// Does nobody listen? Then runs of entries alike are done in bulk, and what only a probe needs is left out. A constant to the JIT.
    /// </summary>
    private static bool IsSilent
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(P) == typeof(Silent);
    }

    /// <summary>A process makes its next calls: the CPU loads its address space (switch_mm).</summary>
    public void SwitchTo(Mm mm)
    {
        if (machine.ActorCpus.Contains(cpu)) JoinCpuMask(mm);
        Load(machine.Cpus[cpu], mm);
    }

    private FrameScope<P> Enter(KernelFunction function)
    {
        Probe.Tell(new Entered(function));
        return new(this);
    }
}
