using Emulator.Walks;

namespace Emulator.Host;

/// <param name="Repeat">How often the whole trace runs: the times are the median, the rest is what most runs answered.</param>
/// <param name="WithMaps">Also the VMAs of every live process.</param>
/// <param name="Setup">Make the huge pages that are missing, and give them back.</param>
/// <param name="AllowHang">Make a call that may never return, too.</param>
/// <param name="TwoMegaPages">Free 2 MB pages to have, where the caller knows better than the text of a trace tells; null counts.</param>
public sealed record HostOptions(
    int Repeat = 1, bool WithMaps = false, bool Setup = false, bool AllowHang = false, long? TwoMegaPages = null)
{
    /// <summary>The longest calls (touching or ending a mapping of 8T) take a few seconds.</summary>
    public TimeSpan CallMax { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Count flushes and interrupts? It makes them dearer, so not where time is what is asked for.</summary>
    public bool CountsEvents { get; init; } = true;

    /// <summary>What the kernel may be, where that says which accesses would fault for ever: one that would in any of them is not made.</summary>
    public IReadOnlyList<KernelRelease> Releases { get; init; } = EndlessFaults.ReleasesOf(Environment.OSVersion.Version);
}
