using Emulator.Accounting;

namespace Emulator.Kernel;

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
