using Emulator.Accounting;
using Emulator.Native;

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

    public LinuxVersion Since => new(5, 8);

    public int EntryShiftMax => Pt.Shift;

    public Reaction On(NotifierCall call) =>
        call is { Event: NotifierEvent.Migrate, IsOwn: true } ? Reaction.Ignore() : Reaction.Drop();
}
