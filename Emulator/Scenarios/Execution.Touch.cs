using Emulator.Kernel;

namespace Emulator.Scenarios;

/// <content>Accesses of a process: `touch`.</content>
public sealed partial class Execution<P>
{
    private Outcome Touch(Mm mm, TouchStatement touch)
    {
        var isWrite = touch.Access == AccessKind.Write;
        var single = default(RangeAccess);
        foreach (var address in touch.Addresses)
        {
            var one = Kernel.AccessRange(mm, new(address, address + 1), every: null, isWrite);
            single = new(single.Touched + one.Touched, single.Faults + one.Faults, single.Sigbus + one.Sigbus, single.Sigsegv + one.Sigsegv);
        }

        return OutcomeOf(touch.Range is { IsEmpty: false } range ? Kernel.AccessRange(mm, range, touch.Every, isWrite) : single);
    }

    private static Outcome OutcomeOf(RangeAccess done) =>
        new(Touched: done.Touched, Faults: done.Faults, Sigbus: done.Sigbus, Sigsegv: done.Sigsegv);
}
