using Emulator.Native;

namespace Emulator.Kernel;

/// <content>An access by a program: the hardware's walk, and the faults that it takes.</content>
public sealed partial class Kernel<P>
{
    /// <summary>Reads or writes a byte as the process does: walks, faults until the walk succeeds or a signal ends it.</summary>
    public AccessResult Access(Mm mm, VirtAddr address, bool isWrite)
    {
        for (var faults = 0; ; faults++)
        {
            if (TryTranslate(mm, address, isWrite)) return new(faults, FaultResult.Handled);
            var result = HandleMmFault(mm, address, isWrite);
            if (result != FaultResult.Handled) return new(faults, result);
        }
    }

    /// <summary>The hardware's walk in user mode (SDM Vol. 3A, 4.6); every CPU that runs the mm may cache what it finds.</summary>
    private bool TryTranslate(Mm mm, VirtAddr address, bool isWrite)
    {
        var leaf = PageTables.Leaf(_arena, mm, address, out var shift);
        if (!leaf.IsHardwarePresent || (isWrite && !leaf.IsWritable)) return false;
        var table = shift == Pmd.Shift ? PageTables.PudEntry(_arena, mm, address) : Pte.None;
        Probe.Translated(CallingCpu, mm.Number, address, shift, leaf, table);
        if (!mm.SpinCpus.IsEmpty) TranslateOnOthers(mm, address, shift, leaf, table);
        return true;
    }

    private void TranslateOnOthers(Mm mm, VirtAddr address, int shift, Pte leaf, Pte table)
    {
        foreach (var cpu in mm.SpinCpus)
        {
            if (cpu != CallingCpu) Probe.Translated(cpu, mm.Number, address, shift, leaf, table);
        }
    }
}
