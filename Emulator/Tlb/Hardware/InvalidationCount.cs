namespace Emulator.Tlb;

/// <summary>What invalidations of one kind did.</summary>
public record struct InvalidationCount
{
    /// <summary>How often: INVLPGs, writes of CR3; of INVLPGB the flushes.</summary>
    public long Times;

    /// <summary>Translations that went, those of each level.</summary>
    public long Translations;

    /// <summary>Paging-structure entries that went.</summary>
    public long Tables;

    /// <summary>Walks for a page whose translation went by one of these, and was not walked for since.</summary>
    public long Refills;

    public readonly bool IsEmpty => this == default;

    public static InvalidationCount operator +(InvalidationCount a, InvalidationCount b) => new()
    {
        Times = a.Times + b.Times,
        Translations = a.Translations + b.Translations,
        Tables = a.Tables + b.Tables,
        Refills = a.Refills + b.Refills,
    };

    public static InvalidationCount operator -(InvalidationCount a, InvalidationCount b) => new()
    {
        Times = a.Times - b.Times,
        Translations = a.Translations - b.Translations,
        Tables = a.Tables - b.Tables,
        Refills = a.Refills - b.Refills,
    };
}
