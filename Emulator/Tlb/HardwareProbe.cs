using System.Runtime.CompilerServices;
using Emulator.Probes;

namespace Emulator.Tlb;

/// <summary>Real TLBs that are told what the CPUs do.</summary>
public readonly struct HardwareProbe(HardwareTlbs hardware) : IProbe,
    IHears<Entered>, IHears<Translated>, IHears<Missed>, IHears<Flushed>, IHears<Loaded>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Tell<E>(in E happened) where E : struct => Hearing.Tell(in this, in happened);

    public void On(in Entered happened)
    {
        if (happened.Function == KernelFunction.FlushTlbMmRange) hardware.FlushStarts();
    }

    public void On(in Translated happened) =>
        hardware.Translated(happened.Cpu, happened.Mm, happened.Address, happened.Shift, happened.Leaf);

    public void On(in Missed happened) => hardware.Missed(happened.Cpu, happened.Mm, happened.Address);

    public void On(in Flushed happened) => hardware.Flushed(happened.Cpu, happened.Mm, happened.What);

    public void On(in Loaded happened) => hardware.Loaded(happened.Cpu, happened.Mm, happened.Flushes);
}
