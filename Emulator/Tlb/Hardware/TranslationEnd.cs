namespace Emulator.Tlb;

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
