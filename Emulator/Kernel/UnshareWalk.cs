using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <summary>A walk as a value: what a release binds, and what a table has a row for.</summary>
public abstract class UnshareWalk
{
    public abstract string Name { get; }

    public abstract string Summary { get; }

    public abstract DateOnly Since { get; }

    /// <summary>Can it serve a split (<see cref="IUnshareRangeWalk"/>)?</summary>
    public abstract bool ServesSplits { get; }

    /// <summary>The value of a type that implements <see cref="IUnshareWalk"/>.</summary>
    public static UnshareWalk Of(Type walk)
    {
        var isRange = typeof(IUnshareRangeWalk).IsAssignableFrom(walk);
        var wrapper = isRange ? typeof(RangeWalk<>) : typeof(PlainWalk<>);
        return (UnshareWalk)Activator.CreateInstance(wrapper.MakeGenericType(walk), nonPublic: true)!;
    }

    /// <summary>The same of one that is known when this is compiled, and serves no split.</summary>
    public static UnshareWalk Of<TWalk>() where TWalk : struct, IUnshareWalk => new PlainWalk<TWalk>();

    /// <summary>The same of one that serves splits.</summary>
    public static UnshareWalk OfRange<TWalk>() where TWalk : struct, IUnshareRangeWalk => new RangeWalk<TWalk>();

    public abstract void Run<P>(Kernel<P> k, Vma vma) where P : struct, IProbe;

    public abstract void UnsharePmds<P>(Kernel<P> k, Vma vma, AddrRange range, bool takeLocks) where P : struct, IProbe;

    public override string ToString() => Name;

    private class PlainWalk<TWalk> : UnshareWalk where TWalk : struct, IUnshareWalk
    {
        public override string Name => TWalk.Name;

        public override string Summary => TWalk.Summary;

        public override DateOnly Since => TWalk.Since;

        public override bool ServesSplits => false;

        public override void Run<P>(Kernel<P> k, Vma vma) => TWalk.Run(k, vma);

        public override void UnsharePmds<P>(Kernel<P> k, Vma vma, AddrRange range, bool takeLocks) =>
            throw new EnsureException($"the walk '{Name}' serves no split");
    }

    private sealed class RangeWalk<TWalk> : PlainWalk<TWalk> where TWalk : struct, IUnshareRangeWalk
    {
        public override bool ServesSplits => true;

        public override void UnsharePmds<P>(Kernel<P> k, Vma vma, AddrRange range, bool takeLocks) =>
            TWalk.UnsharePmds(k, vma, range, takeLocks);
    }
}

/// <summary>
/// A version of the walk that unshares the PMD tables of a VMA when userfaultfd registers it (hugetlb_unshare_all_pmds). One
/// struct in one file; it is found by this interface, and every table, test and benchmark enumerates what is found.
/// </summary>
public interface IUnshareWalk
{
    /// <summary>Its name in tables: a release, or what people call it.</summary>
    static abstract string Name { get; }

    /// <summary>One line: what it does, and the commit or the mail it comes from.</summary>
    static abstract string Summary { get; }

    /// <summary>When it was posted or released; tables are in this order.</summary>
    static abstract DateOnly Since { get; }

    /// <summary>Unshares what it can of <paramref name="vma"/>, with its own locks, notifier, flush and sync.</summary>
    static abstract void Run<P>(Kernel<P> k, Vma vma) where P : struct, IProbe;
}

/// <summary>A walk that also serves a split of a VMA inside a 1G (hugetlb_unshare_pmds, since b30c14cd6102, 6.2).</summary>
public interface IUnshareRangeWalk : IUnshareWalk
{
    /// <summary>Unshares the tables of a range that is aligned to 1G.</summary>
    /// <param name="takeLocks">False inside a split, which holds i_mmap_rwsem already.</param>
    static abstract void UnsharePmds<P>(Kernel<P> k, Vma vma, AddrRange range, bool takeLocks) where P : struct, IProbe;
}
