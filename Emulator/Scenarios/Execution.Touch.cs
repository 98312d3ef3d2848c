using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Scenarios;

/// <content>Accesses of a process: `touch`.</content>
public sealed partial class Execution<P>
{
    private Outcome Touch(Mm mm, TouchStatement touch)
    {
        var count = default(Outcome);
        foreach (var address in touch.Addresses) Access(mm, address, touch, ref count);
        if (touch.Range is not { IsEmpty: false } range) return count;

        for (var address = range.Start; range.Contains(address);)
        {
            // Where nothing is mapped the access is a SIGSEGV and the step 2M.
            var step = touch.Every?.Bytes ?? mm.Vmas.At(address)?.File.PageBytes ?? Pmd.Span;
            Access(mm, address, touch, ref count);
            if (step > (range.End - address).Bytes) break;
            address += step;
        }

        return count;
    }

    private void Access(Mm mm, VirtAddr address, TouchStatement touch, ref Outcome count)
    {
        var result = Kernel.Access(mm, address, touch.Access == AccessKind.Write);
        count = result.End switch
        {
            FaultResult.Sigbus => count with { Faults = count.Faults + result.Faults, Sigbus = count.Sigbus + 1 },
            FaultResult.Sigsegv => count with { Faults = count.Faults + result.Faults, Sigsegv = count.Sigsegv + 1 },
            _ => count with { Faults = count.Faults + result.Faults, Touched = count.Touched + 1 },
        };
    }
}
