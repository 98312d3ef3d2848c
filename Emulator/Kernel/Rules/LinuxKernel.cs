namespace Emulator.Kernel;

/// <summary>A kernel as a value: which version it is, by which rules it does everything, and which walks it runs.</summary>
/// <param name="Name">As `--kernel` takes it.</param>
/// <param name="Meaning">One line for `ptemu kernels`.</param>
/// <param name="RegisterWalk">What UFFDIO_REGISTER runs over a VMA; null for a kernel that unshares nothing there.</param>
public sealed record LinuxKernel(string Name, LinuxVersion Version, string Meaning, UnshareWalk? RegisterWalk, KernelRules Rules)
{
    /// <summary>What a split runs over its 1G, where <see cref="KernelRules.Split"/> asks for it; null where a split leaves tables shared.</summary>
    public UnshareWalk? SplitWalk { get; private init; } = RegisterWalk is { ServesSplits: true } ? RegisterWalk : null;

    /// <summary>The same kernel with another walk at registration; its splits stay as they are.</summary>
    public LinuxKernel With(UnshareWalk walk) => this with { RegisterWalk = walk };

    /// <summary>The same kernel with the split rule and the split's walk of another.</summary>
    public LinuxKernel SplittingAs(LinuxKernel other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with { Rules = Rules with { Split = other.Rules.Split }, SplitWalk = other.SplitWalk };
    }
}
