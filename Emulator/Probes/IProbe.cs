using System.Runtime.CompilerServices;

namespace Emulator.Probes;

/// <summary>
/// Listens to the emulated kernel. A probe is a struct and a type parameter of the kernel: the JIT knows which events it hears
/// (<see cref="IHears{E}"/>) and deletes the others, with all that would have been told.
/// </summary>
public interface IProbe
{
    /// <summary>Something happened. A probe that hears events of its own passes them to <see cref="Hearing.Tell"/>.</summary>
    void Tell<E>(in E happened) where E : struct;
}

/// <summary>What a probe implements for each kind of event that it hears.</summary>
public interface IHears<E> where E : struct
{
    /// <remarks>It runs on a copy of the probe: what a probe remembers stands in an object that it refers to.</remarks>
    void On(in E happened);
}

/// <summary>How an event finds out whether a probe hears it.</summary>
public static class Hearing
{
    /// <summary>Tells a probe of an event if it hears it. The test is a constant to the JIT, which also needs no box for the call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Tell<P, E>(in P probe, in E happened) where P : struct, IProbe where E : struct
    {
        if (Ears<P, E>.Hear) ((IHears<E>)probe).On(in happened);
    }

    /// <summary>
    /// Does such a probe hear such an event? Code that is compiled ahead of time can't know that a type does not implement an interface: to ask by
    /// <c>is</c>, it would box the probe for each event that nobody hears. Code that the JIT optimizes later has the answer as a constant.
    /// </summary>
    private static class Ears<P, E> where P : struct, IProbe where E : struct
    {
        internal static readonly bool Hear = typeof(IHears<E>).IsAssignableFrom(typeof(P));
    }
}

/// <summary>The probe for speed: it hears nothing, and nothing is left of it in the machine code.</summary>
public readonly struct Silent : IProbe
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Tell<E>(in E happened) where E : struct
    {
    }
}

/// <summary>Two probes that listen to one kernel; the first one hears each event first.</summary>
public struct Both<A, B>(A first, B second) : IProbe where A : struct, IProbe where B : struct, IProbe
{
    public A First = first;

    public B Second = second;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Tell<E>(in E happened) where E : struct
    {
        First.Tell(in happened);
        Second.Tell(in happened);
    }
}
