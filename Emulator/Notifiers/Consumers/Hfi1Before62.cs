using Emulator.Accounting;
using Emulator.Native;

namespace Emulator.Notifiers;

/// <summary>
/// The same before: every event marked the entries that overlap as freed and told the user's library, which then freed them; in the
/// adapter they stayed until it did, with the pages pinned.
/// </summary>
public sealed class Hfi1Before62 : INotifierConsumer
{
    public string Name => "hfi1";

    public string Holds => "RcvArray entries of pinned pages that the adapter receives into, up to 2M each";

    public string Source => "drivers/infiniband/hw/hfi1/user_exp_rcv.c of 5.6 to 6.1: tid_rb_invalidate";

    public NotifierCallbacks Callbacks => NotifierCallbacks.Interval;

    /// <summary>Taken as the later one's, which writes to the adapter: here the user's library does that, later.</summary>
    public ConsumerCost Cost => new Hfi1().Cost;

    public LinuxVersion Since => new(5, 6);

    public LinuxVersion? Until => new(6, 1, 8);

    public bool Pins => true;

    public int EntryShiftMax => Pmd.Shift;

    /// <summary>One for each entry.</summary>
    public int? IntervalShift => Pmd.Shift;

    public Reaction On(NotifierCall call) => Reaction.Drop("by the user's library, later: until then the adapter keeps them, pinned");
}
