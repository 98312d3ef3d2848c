namespace Emulator.Tlb;

/// <summary>Where the next access goes.</summary>
public enum AccessPattern
{
    /// <summary>The next 64 bytes.</summary>
    Sequential,

    /// <summary>Pages by Zipf's law with s = 0.99, the popular ones scattered over the range.</summary>
    Zipf,

    /// <summary>Any page, each as likely.</summary>
    Random,
}
