using System.Runtime.CompilerServices;
using Emulator.Probes;

namespace Emulator.Costs;

/// <summary>The probe that turns what the kernel does into steps of the simulation.</summary>
internal readonly struct StormProbe(StormTaskBuilder recording) : IProbe,
    IHears<Entered>, IHears<Left>, IHears<Called>, IHears<Locked>, IHears<Unlocked>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Tell<E>(in E happened) where E : struct => Hearing.Tell(in this, in happened);

    public void On(in Entered happened) => recording.Entered(happened.Function);

    public void On(in Left happened) => recording.Left();

    public void On(in Called happened) => recording.Called(happened.Function, happened.Times);

    public void On(in Locked happened) => recording.Locked(happened.What, happened.Mode);

    public void On(in Unlocked happened) => recording.Unlocked(happened.What, happened.Mode);
}
