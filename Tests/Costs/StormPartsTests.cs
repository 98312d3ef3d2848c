using Emulator.Costs;
using Emulator.Probes;

namespace Tests.Costs;

/// <summary>A lock and a CPU of the simulation by themselves.</summary>
public class StormPartsTests
{
    private readonly List<StormTask> _granted = [];
    private readonly StormLockUse _use = new(StateKind.IMmapLock);

    [Fact]
    public void Readers_go_together_and_a_writer_that_came_first_goes_before_them()
    {
        var held = new StormLock(_use, isSpinlock: false);
        var (writer, early, late) = (Task(), Task(), Task());
        Assert.True(held.TryTake(Task(), LockMode.Read, 0));
        Assert.True(held.TryTake(Task(), LockMode.Read, 5));
        Assert.False(held.TryTake(writer, LockMode.Write, 10));
        Assert.False(held.TryTake(early, LockMode.Read, 11));
        Assert.False(held.TryTake(late, LockMode.Read, 12));
        held.Release(LockMode.Read, 20, _granted.Add);
        Assert.Empty(_granted);
        held.Release(LockMode.Read, 30, _granted.Add);
        Assert.Equal([writer], _granted);
        held.Release(LockMode.Write, 70, _granted.Add);
        Assert.Equal([writer, early, late], _granted);
    }

    [Fact]
    public void It_is_held_from_the_first_to_the_last()
    {
        var held = new StormLock(_use, isSpinlock: false);
        held.TryTake(Task(), LockMode.Read, 10);
        held.TryTake(Task(), LockMode.Read, 20);
        held.Release(LockMode.Read, 30, _granted.Add);
        held.Release(LockMode.Read, 50, _granted.Add);
        held.TryTake(Task(), LockMode.Write, 60);
        held.Release(LockMode.Write, 65, _granted.Add);
        Assert.Equal((3, 45.0, 40.0), (_use.Taken, _use.HeldNs, _use.LongestHeldNs));
    }

    [Fact]
    public void What_is_queued_while_the_handler_runs_needs_no_entry_of_its_own()
    {
        var cpu = new StormCpu();
        Assert.Equal(1600, cpu.Interrupt(900, 1000, 500, 100));
        Assert.Equal(1700, cpu.Interrupt(1100, 1200, 500, 100));
        Assert.Equal(3600, cpu.Interrupt(2900, 3000, 500, 100));
        Assert.Equal(1300, cpu.StolenAt(3000));
    }

    [Fact]
    public void An_interrupt_takes_nothing_of_work_that_is_over_before_it_arrives()
    {
        var cpu = new StormCpu();
        cpu.Interrupt(900, 2000, 500, 100);
        Assert.Equal(0, cpu.StolenAt(1999));
        Assert.Equal(600, cpu.StolenAt(2000));
        cpu.Interrupt(2050, 2100, 500, 100);
        // The second's handler begins where the first's ends.
        Assert.Equal(600, cpu.StolenAt(2599));
        Assert.Equal(700, cpu.StolenAt(2600));
    }

    [Fact]
    public void A_woken_task_does_not_run_before_it_is_awake()
    {
        var cpu = new StormCpu();
        var (first, woken, ready) = (Task(), Task(), Task());
        Assert.True(cpu.TryRun(first, 0));
        Assert.False(cpu.TryRun(woken, 4000));
        Assert.False(cpu.TryRun(ready, 500));
        Assert.Equal(4000, cpu.Leave(1000));
        Assert.Same(woken, cpu.Running);
        Assert.Equal(5000, cpu.Leave(5000));
        Assert.Same(ready, cpu.Running);
        cpu.Leave(6000);
        Assert.Null(cpu.Running);
    }

    private static StormTask Task() => new(0, []);
}
