using Emulator.Kernel;

namespace Emulator.Walks;

/// <summary>A release of Linux as a value: which walk it runs at registration, and by which rules it does everything else.</summary>
/// <param name="Name">As `--kernel` takes it.</param>
/// <param name="Meaning">One line for `ptemu kernels`.</param>
/// <param name="Walk">What UFFDIO_REGISTER runs; null for a kernel that unshares nothing there.</param>
public sealed record KernelRelease(string Name, string Meaning, UnshareWalk? Walk, KernelRules Rules)
{
    /// <summary>The release that answers where none is named.</summary>
    public static KernelRelease Default => KernelReleases.Named("6.19")!;

    /// <summary>The walk that serves this release's splits; null where a split leaves tables shared.</summary>
    public UnshareWalk? SplitWalk => Walk is { ServesSplits: true } ? Walk : null;
}
