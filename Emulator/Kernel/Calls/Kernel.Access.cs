using Emulator.Native;
using Emulator.Probes;

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
            Probe.Tell(new Missed(cpu, mm.Number, address));
            var result = UserFault(mm, address, isWrite);
            if (result != FaultResult.Handled) return new(faults, result);
        }
    }

    /// <summary>Reads or writes a byte each so many bytes of a range, as the process does.</summary>
    /// <param name="every">The step; by default a huge page (2M where nothing is mapped).</param>
    public RangeAccess AccessRange(Mm mm, AddrRange range, ByteSize? every, bool isWrite)
    {
        var all = default(RangeAccess);
        for (var address = range.Start; range.Contains(address);)
        {
            var vma = mm.Vmas.At(address);
            // Where nothing is mapped the access is a SIGSEGV and the step 2M.
            var step = every?.Bytes ?? vma?.PageBytes ?? Pmd.Span;
            var done = IsSilent && vma is not null ? AccessRun(vma, new(address, range.End), step, isWrite, ref all) : 0;
            if (done == 0)
            {
                all = all.Plus(Access(mm, address, isWrite));
                done = 1;
            }

            if ((ulong)done > ((range.End - address).Bytes - 1) / step) break;
            address += (ulong)done * step;
        }

        return all;
    }

    /// <summary>The hardware's walk in user mode (SDM Vol. 3A, 4.6); every CPU that runs the mm may cache what it finds.</summary>
    private bool TryTranslate(Mm mm, VirtAddr address, bool isWrite)
    {
        Probe.Tell(new Atomic(cpu, Begins: true));
        var isFound = TryWalk(mm, address, isWrite);
        Probe.Tell(new Atomic(cpu, Begins: false));
        return isFound;
    }

    private bool TryWalk(Mm mm, VirtAddr address, bool isWrite)
    {
        var pud = PudOffset(mm, address);
        if (pud.IsNull) return false;
        var table = Get(pud);
        var leaf = table.IsTable ? Get(_tables.TableAt<Pmd>(table.TableAddress).At(address)) : table;
        if (!leaf.IsHardwarePresent || (isWrite && !leaf.IsWritable)) return false;
        var shift = table.IsTable ? Pmd.Shift : Pud.Shift;
        if (!table.IsTable) table = Pte.None;
        Writes(StateKey.Cpu(cpu));
        Probe.Tell(new Translated(cpu, mm.Number, address, shift, leaf, table));
        if (!mm.CpuMask.IsEmpty) TranslateOnOthers(mm, address, shift, leaf, table);
        return true;
    }

    private void TranslateOnOthers(Mm mm, VirtAddr address, int shift, Pte leaf, Pte table)
    {
        Reads(mm.CpuMaskKey);
        foreach (var other in mm.CpuMask)
        {
            if (other == cpu || machine.Cpus[other].IsLazy) continue;
            Writes(StateKey.Cpu(other));
            Probe.Tell(new Translated(other, mm.Number, address, shift, leaf, table));
        }
    }
}
