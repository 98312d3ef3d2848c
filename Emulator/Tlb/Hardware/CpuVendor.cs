namespace Emulator.Tlb;

/// <summary>Whose rules hold for what an invalidation drops, and for a translation that denies the access.</summary>
public enum CpuVendor
{
    /// <summary>SDM Vol. 3A, 4.10.4.</summary>
    Intel,

    /// <summary>APM Vol. 2, 5.5.3; Vol. 3, INVLPG and INVLPGB.</summary>
    Amd,
}
