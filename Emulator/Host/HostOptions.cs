namespace Emulator.Host;

/// <param name="Repeat">How often the whole trace runs: the times are the median, the rest is what most runs answered.</param>
/// <param name="WithMaps">Also the VMAs of every live process.</param>
/// <param name="Setup">Make the huge pages that are missing, and give them back.</param>
/// <param name="AllowHang">Make an mremap that may never return, too.</param>
/// <param name="TwoMegaPages">Free 2 MB pages to have, where the caller knows better than the text of a trace tells; null counts.</param>
public sealed record HostOptions(
    int Repeat = 1, bool WithMaps = false, bool Setup = false, bool AllowHang = false, long? TwoMegaPages = null);
