using System.Runtime.CompilerServices;
using Emulator.Checks;
using Emulator.Probes;
using Emulator.Tlb;

namespace Emulator.Explore;

/// <summary>
/// What listens to an execution with actors. An actor waits for its turn before each step; then the step is recorded and checked; then
/// the others hear that a lock is free. With no actor (the statements before and after the block) nobody waits.
/// </summary>
internal readonly struct ExploringProbe(Turns? turns, Actor? actor, Recorder recorder, StepProbe steps) : IProbe
{
    private readonly TurnTaking _before = new(turns, actor);
    private readonly TurnGiving _after = new(turns, actor);

    /// <summary>The calls, which each actor has for itself, and the TLBs, which all kernels of the machine share.</summary>
    internal Recorder Recorder => recorder;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Tell<E>(in E happened) where E : struct
    {
        _before.Tell(in happened);
        recorder.Tell(in happened);
        steps.Tell(in happened);
        _after.Tell(in happened);
    }

    private readonly struct TurnTaking(Turns? turns, Actor? actor) : IProbe, IHears<Touched>, IHears<Atomic>, IHears<Locking>, IHears<Locked>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Tell<E>(in E happened) where E : struct => Hearing.Tell(in this, in happened);

        public void On(in Touched happened)
        {
            if (actor is not null) turns!.Touch(actor, Step.Touch(happened.What, happened.IsWrite));
        }

        public void On(in Atomic happened)
        {
            if (actor is not null) turns!.Atomic(actor, happened.Cpu, happened.Begins);
        }

        public void On(in Locking happened)
        {
            if (actor is not null) turns!.Lock(actor, Step.Lock(happened.What, happened.Mode));
        }

        public void On(in Locked happened)
        {
            if (actor is not null) turns!.Locked(actor, happened.What, happened.Mode);
        }
    }

    private readonly struct TurnGiving(Turns? turns, Actor? actor) : IProbe, IHears<Entered>, IHears<Left>, IHears<Unlocked>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Tell<E>(in E happened) where E : struct => Hearing.Tell(in this, in happened);

        public void On(in Entered happened) => actor?.Enter(happened.Function);

        public void On(in Left happened) => actor?.Leave();

        public void On(in Unlocked happened)
        {
            if (actor is not null) turns!.Unlocked(actor, happened.What, happened.Mode);
        }
    }
}
