using System.Runtime.CompilerServices;
using Emulator.Probes;

namespace Emulator.Notifiers;

/// <summary>The probe that hears what mmu notifiers hear: ranges, and flushes for secondary TLBs.</summary>
public readonly struct NotifierProbe(NotifierLedger ledger) : IProbe,
    IHears<Entered>, IHears<Flushed>, IHears<Gone>, IHears<NotifierStarted>, IHears<NotifierEnded>
{
    public NotifierLedger Ledger => ledger;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Tell<E>(in E happened) where E : struct => Hearing.Tell(in this, in happened);

    public void On(in Entered happened)
    {
        if (happened.Function == KernelFunction.FlushTlbMmRange) ledger.FlushStarts();
    }

    public void On(in Flushed happened) => ledger.Flushed(happened.Mm, happened.What.Range, happened.What.IsFull);

    public void On(in Gone happened) => ledger.Gone(happened.Mm);

    public void On(in NotifierStarted happened) => ledger.RangeStarted(happened.Mm, happened.Range, happened.Why);

    public void On(in NotifierEnded happened) => ledger.RangeEnded(happened.Mm, happened.Range, happened.Why);
}
