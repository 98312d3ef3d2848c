namespace Emulator.Kernel;

/// <content>Threads of a process on other CPUs, which a flush must reach.</content>
public sealed partial class Kernel<P>
{
    /// <summary>A thread of the mm begins to run on a CPU, which loads the mm.</summary>
    public void StartThread(Mm mm, int cpu)
    {
        if (cpu == CallingCpu) return;
        mm.SpinCpus.Add(cpu);
        Load(machine.Cpus[cpu], mm);
    }

    /// <summary>The thread ends; nothing of the mm stays loaded there.</summary>
    public void StopThread(Mm mm, int cpu)
    {
        if (cpu == CallingCpu) return;
        mm.SpinCpus.Remove(cpu);
        if (machine.Cpus[cpu].LoadedMm == mm.Number) machine.Cpus[cpu].Unload();
    }
}
