using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Notifiers;

/// <summary>
/// hfi1's expected receive: the adapter writes into pinned pages of a buffer by RcvArray entries. Since "IB/hfi1: Immediately remove
/// invalid memory from hardware" (6.2; stable 6.1.8) it acts on UNMAP alone, and then at once.
/// </summary>
public sealed class Hfi1 : INotifierConsumer
{
    public string Name => "hfi1";

    public string Holds => "RcvArray entries of pinned pages that the adapter receives into, up to 2M each";

    public string Source => "drivers/infiniband/hw/hfi1/user_exp_rcv.c: tid_rb_invalidate, __clear_tid_node";

    public NotifierCallbacks Callbacks => NotifierCallbacks.Interval;

    public ConsumerCost Cost => new(
        new(140, "assumed: two SRCU pairs, an interval tree, a look at the event") { Low = 70, High = 400 },
        new(0, "by structure: each RcvArray entry is written by itself"),
        new(500, "assumed: an interval notifier of its own, a mutex, one entry written over PCIe and flushed, its pages unpinned") { Low = 200, High = 3000 });

    public LinuxVersion Since => new(6, 1, 8);

    public bool Pins => true;

    /// <summary>MAX_EXPECTED_BUFFER; an entry covers contiguous pages.</summary>
    public int EntryShiftMax => Pmd.Shift;

    /// <summary>One for each entry.</summary>
    public int? IntervalShift => Pmd.Shift;

    public Reaction On(NotifierCall call) => call.Event == NotifierEvent.Unmap
        ? Reaction.Drop("tells the user's library that its entries are invalid")
        : Reaction.Ignore();

    public string WhyItMayKeep => "the pages are pinned, so none is freed or reused while the adapter can write to it";
}

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
