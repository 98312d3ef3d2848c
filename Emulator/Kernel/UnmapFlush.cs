namespace Emulator.Kernel;

/// <summary>How unmapping a range pays for the tables that it detached from their sharers.</summary>
public enum UnmapFlush
{
    /// <summary>Not at all (until a4a118f2eead, 5.16: CVE-2021-4002).</summary>
    Forgotten,

    /// <summary>Each 1G is recorded, and a flush forced at the end of the VMA.</summary>
    Forced,

    /// <summary>The gather knows, and huge_pmd_unshare_flush pays before the locks go (8ce720d5bd91, 6.19).</summary>
    Gather,
}
