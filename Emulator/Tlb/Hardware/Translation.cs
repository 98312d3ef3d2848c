using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>The answer to an access.</summary>
/// <param name="Address">Where the byte is; none after a fault.</param>
/// <param name="Kind">The page size of the translation that was used.</param>
/// <param name="Code">The error code of a page fault.</param>
/// <param name="References">Entries of tables that were read.</param>
public readonly record struct Translation(TranslationEnd End, PhysAddr Address, TlbEntryKind Kind, PageFaultCode Code, int References)
{
    public bool IsFault => End >= TranslationEnd.PageFault;
}

/// <summary>How a translation ended.</summary>
public enum TranslationEnd
{
    L1Hit,
    L2Hit,

    /// <summary>The tables were walked.</summary>
    Walked,

    /// <summary>#PF.</summary>
    PageFault,

    /// <summary>#GP: the address is not canonical, and nothing was looked up.</summary>
    NotCanonical,
}
