using System.Runtime.CompilerServices;
using Emulator.Probes;

namespace Emulator.Checks;

/// <summary>The checks of steps, told of every step of one kernel.</summary>
public readonly struct StepProbe(StepChecks steps) : IProbe,
    IHears<Entered>, IHears<Left>, IHears<LookedUp>, IHears<Changed>, IHears<Flushed>,
    IHears<Locking>, IHears<Locked>, IHears<Unlocked>, IHears<NotifierStarted>, IHears<NotifierEnded>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Tell<E>(in E happened) where E : struct => Hearing.Tell(in this, in happened);

    public void On(in Entered happened) => steps.Enter(happened.Function);

    public void On(in Left happened) => steps.Leave();

    public void On(in LookedUp happened) => steps.LookedUp(happened.Mm, happened.Address);

    public void On(in Changed happened) => steps.Changed(happened.Mm, happened.Address, happened.Shift, happened.Old, happened.Now);

    public void On(in Flushed happened) => steps.Flushed(happened.Mm, happened.What);

    public void On(in Locking happened) => steps.Locking(happened.What, happened.Mode);

    public void On(in Locked happened) => steps.Locked(happened.What, happened.Mode);

    public void On(in Unlocked happened) => steps.Unlocked(happened.What, happened.Mode);

    public void On(in NotifierStarted happened) => steps.NotifierStarted(happened.Mm, happened.Range, happened.Why);

    public void On(in NotifierEnded happened) => steps.NotifierEnded(happened.Mm, happened.Range, happened.Why);
}

/// <summary>The checks that need more than the steps: which tables changed, what a program was promised, and what it wrote.</summary>
/// <param name="actor">The CPU whose accesses are the program's; what other CPUs only could have cached is not an access.</param>
public readonly struct StateProbe(CheckSet checks, int actor = 0) : IProbe,
    IHears<Entered>, IHears<Translated>, IHears<Gone>, IHears<Touched>, IHears<Changed>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Tell<E>(in E happened) where E : struct => Hearing.Tell(in this, in happened);

    public void On(in Entered happened) => checks.Tables.Enter(happened.Function);

    public void On(in Translated happened)
    {
        if (happened.Cpu != actor || checks.IsWrite is not { } isWrite) return;
        checks.Promises.Translated(happened.Mm, happened.Address, happened.Leaf);
        checks.Contents.Translated(happened.Mm, happened.Address, happened.Leaf, isWrite);
    }

    public void On(in Gone happened)
    {
        checks.Promises.Gone(happened.Mm);
        checks.Contents.Gone(happened.Mm);
    }

    public void On(in Touched happened) => checks.Tables.Touches(happened.What, happened.IsWrite);

    public void On(in Changed happened)
    {
        checks.Tables.Changed(happened.Mm, happened.Address, happened.Shift, happened.Old, happened.Now);
        checks.Promises.Changed(happened.Mm, happened.Address, happened.Shift, happened.Old, happened.Now);
        checks.Contents.Changed(happened.Shift, happened.Old, happened.Now);
    }
}
