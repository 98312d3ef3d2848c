using Emulator.Checks;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Tests.Checks;

/// <summary>Step checks by themselves: what they say to a sequence of steps.</summary>
public sealed class StepChecksTests : IDisposable
{
    private static readonly StateKey IMmap = new(StateKind.IMmapLock, 1);
    private static readonly StateKey VmaLock = new(StateKind.HugetlbVmaLock, 2);
    private static readonly StateKey OneVma = new(StateKind.VmaLock, 3);
    private static readonly StateKey OtherVma = new(StateKind.VmaLock, 4);

    private readonly Machine _machine = new(1, 4, null, new ArenaOptions { Limit = ByteSize.FromMega(16) });
    private readonly StepChecks _checks;
    private readonly Mm _mm;

    public StepChecksTests()
    {
        _checks = new(_machine);
        _mm = _machine.CreateProcess("A");
    }

    private IEnumerable<string> Found
    {
        get
        {
            _checks.EndStatement();
            return _machine.Violations.Select(one => one.Check);
        }
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Locks_in_order_are_well()
    {
        Take(OneVma, OtherVma, VmaLock, IMmap);
        Drop(OneVma, OtherVma, IMmap, VmaLock);
        Assert.Empty(Found);
    }

    [Fact]
    public void A_trylock_may_break_the_order()
    {
        Take(IMmap);
        _checks.Locked(VmaLock, LockMode.Write);
        Drop(VmaLock, IMmap);
        Assert.Empty(Found);
    }

    [Fact]
    public void Waiting_out_of_order_is_found_and_says_where()
    {
        _checks.Enter(KernelFunction.Munmap);
        Take(IMmap, VmaLock);
        Drop(VmaLock, IMmap);
        Assert.Equal([CheckNames.LockOrder], Found);
        Assert.Equal([KernelFunction.Munmap], _machine.Violations[0].Stack);
    }

    [Fact]
    public void Waiting_for_oneself_is_found()
    {
        Take(IMmap);
        _checks.Locking(IMmap, LockMode.Read);
        Drop(IMmap);
        Assert.Equal([CheckNames.SelfDeadlock], Found);
    }

    [Fact]
    public void What_is_held_at_the_end_is_found_once()
    {
        Take(IMmap);
        Assert.Equal([CheckNames.LockHeld], Found);
        Assert.Equal([CheckNames.LockHeld], Found);
    }

    [Theory]
    [InlineData("8G..9G", 0)]
    [InlineData("8G..8G+2M", 0)]
    [InlineData("8G+2M..9G", 1)]
    [InlineData("8G..8G+1M", 1)]
    public void An_entry_goes_inside_of_a_range(string notified, int found)
    {
        var range = Kernels.KernelUnderTest.Range(notified);
        _checks.NotifierStarted(_mm.Number, range, NotifierEvent.Clear);
        _checks.Changed(_mm.Number, new(8UL << 30), Pmd.Shift, Page(canWrite: true), Pte.None);
        _checks.NotifierEnded(_mm.Number, range, NotifierEvent.Clear);
        Assert.Equal(found, Found.Count());
    }

    [Fact]
    public void To_allow_more_needs_no_notice_and_to_allow_less_does()
    {
        _checks.Changed(_mm.Number, new(8UL << 30), Pmd.Shift, Page(canWrite: false), Page(canWrite: true));
        Assert.Empty(Found);
        _checks.Changed(_mm.Number, new(8UL << 30), Pmd.Shift, Page(canWrite: true), Page(canWrite: false));
        Assert.Equal([CheckNames.NotifierRangeTooSmall], Found);
    }

    [Fact]
    public void Another_process_s_range_is_none()
    {
        _checks.NotifierStarted(_mm.Number + 1, Kernels.KernelUnderTest.Range("8G..9G"), NotifierEvent.Clear);
        _checks.Changed(_mm.Number, new(8UL << 30), Pmd.Shift, Page(canWrite: true), Pte.None);
        Assert.Equal([CheckNames.NotifierRangeTooSmall, CheckNames.NotifierUnbalanced], Found.Order());
    }

    [Fact]
    public void A_loop_goes_forward_and_others_may_look_where_they_like()
    {
        _checks.Enter(KernelFunction.HugetlbUnsharePmds);
        foreach (var giga in (ulong[])[8, 9, 11]) _checks.LookedUp(_mm.Number, new(giga << 30));
        _checks.Enter(KernelFunction.HugePmdShare);
        _checks.LookedUp(_mm.Number, new(8UL << 30));
        _checks.Leave();
        Assert.Empty(Found);
        _checks.Enter(KernelFunction.HugetlbUnsharePmds);
        foreach (var giga in (ulong[])[8, 9, 9]) _checks.LookedUp(_mm.Number, new(giga << 30));
        Assert.Equal([CheckNames.VisitedTwice], Found);
    }

    private static Pte Page(bool canWrite) => Pte.ForPage<Pmd>(new(16UL << 40), canWrite, canExecute: false);

    private void Take(params StateKey[] locks)
    {
        foreach (var one in locks)
        {
            _checks.Locking(one, LockMode.Write);
            _checks.Locked(one, LockMode.Write);
        }
    }

    private void Drop(params StateKey[] locks)
    {
        foreach (var one in locks) _checks.Unlocked(one, LockMode.Write);
    }
}
