using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Notifiers;

/// <summary>
/// The test driver of HMM, the model of those that mirror an address space. It skips a migration of its own device's pages, and else
/// erases its mirror of the range. Where it may not sleep it tries its mutex and refuses only if that is taken.
/// </summary>
public sealed class TestHmm : INotifierConsumer
{
    public string Name => "hmm-test";

    public string Holds => "a mirror of the mm's pages (an XArray), 4 kB each";

    public string Source => "lib/test_hmm.c: dmirror_interval_invalidate, dmirror_do_update";

    public NotifierCallbacks Callbacks => NotifierCallbacks.Interval;

    public ConsumerCost Cost => new(
        new(200, "assumed: two SRCU pairs, an interval tree, a mutex, a lookup in an XArray") { Low = 100, High = 600 },
        new(0, "by structure: memory alone, no device"),
        new(60, "assumed: one xa_erase") { Low = 25, High = 200 });

    public LinuxVersion Since => new(5, 8);

    public int EntryShiftMax => Pt.Shift;

    public Reaction On(NotifierCall call) =>
        call is { Event: NotifierEvent.Migrate, IsOwn: true } ? Reaction.Ignore() : Reaction.Drop();
}
