using Emulator.Kernel;
using Emulator.Native;
using Emulator.Notifiers;
using Emulator.Probes;
using Emulator.Releases;
using Tests.Kernels;

namespace Tests.Notifiers;

/// <summary>Pairs that are not: told to the probe by hand, as a walk would that forgets an end.</summary>
public class NotifierProbeTests
{
    [Fact]
    public void A_pair_is_balanced() => Assert.Empty(Unbalanced(probe =>
    {
        probe.On(new NotifierStarted(0, KernelUnderTest.Range("9G..10G"), NotifierEvent.Clear));
        probe.On(new NotifierEnded(0, KernelUnderTest.Range("9G..10G"), NotifierEvent.Clear));
    }));

    [Fact]
    public void Pairs_nest() => Assert.Empty(Unbalanced(probe =>
    {
        probe.On(new NotifierStarted(0, KernelUnderTest.Range("9G..10G"), NotifierEvent.Unmap));
        probe.On(new NotifierStarted(0, KernelUnderTest.Range("9G..10G"), NotifierEvent.Clear));
        probe.On(new NotifierEnded(0, KernelUnderTest.Range("9G..10G"), NotifierEvent.Clear));
        probe.On(new NotifierEnded(0, KernelUnderTest.Range("9G..10G"), NotifierEvent.Unmap));
    }));

    [Fact]
    public void A_start_without_an_end_is_told() => Assert.Equal(
        ["CLEAR 9G..10G of A: started, and never ended"],
        Unbalanced(probe => probe.On(new NotifierStarted(0, KernelUnderTest.Range("9G..10G"), NotifierEvent.Clear))));

    [Theory]
    [InlineData("9G..11G", NotifierEvent.Clear)]
    [InlineData("9G..10G", NotifierEvent.Unmap)]
    public void An_end_must_be_of_what_started(string range, NotifierEvent why) => Assert.Equal(
        [$"{why.ShortName()} {range} of mm 0: ended, and never started", "CLEAR 9G..10G of A: started, and never ended"],
        Unbalanced(probe =>
        {
            probe.On(new NotifierStarted(0, KernelUnderTest.Range("9G..10G"), NotifierEvent.Clear));
            probe.On(new NotifierEnded(0, KernelUnderTest.Range(range), why));
        }));

    /// <summary>One flush reaches many CPUs; secondary TLBs hear of it once.</summary>
    [Fact]
    public void A_flush_is_heard_once()
    {
        using var machine = new Machine(2, 4, null);
        machine.CreateProcess("A");
        var ledger = new NotifierLedger([new IommuSva()]);
        ledger.Attach(machine);
        ledger.StartStatement();
        var probe = new NotifierProbe(ledger);
        probe.On(new Flushed(0, 0, new(KernelUnderTest.Range("8G..9G"), Pmd.Shift, IsFull: false)));
        probe.On(new Entered(KernelFunction.FlushTlbMmRange));
        probe.On(new Flushed(0, 0, new(KernelUnderTest.Range("9G..10G"), Pmd.Shift, IsFull: false)));
        probe.On(new Flushed(1, 0, new(KernelUnderTest.Range("9G..10G"), Pmd.Shift, IsFull: false)));
        Assert.Equal(KernelUnderTest.Range("9G..10G"), ledger.EndStatement().LoneFlushes.Single().Range);
    }

    private static IReadOnlyList<string> Unbalanced(Action<NotifierProbe> tell)
    {
        using var machine = new Machine(1, 4, null);
        machine.CreateProcess("A");
        var ledger = new NotifierLedger(ConsumerCatalog.In(LinuxKernels.Default));
        ledger.Attach(machine);
        ledger.StartStatement();
        tell(new(ledger));
        return ledger.EndStatement().Unbalanced;
    }
}
