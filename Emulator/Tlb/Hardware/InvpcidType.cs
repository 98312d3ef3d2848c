namespace Emulator.Tlb;

/// <summary>What INVPCID drops (SDM Vol. 3A, 4.10.4.1).</summary>
public enum InvpcidType
{
    /// <summary>Of one PCID, what translates one address, but for global translations.</summary>
    IndividualAddress = 0,

    /// <summary>All of one PCID, but for global translations.</summary>
    SingleContext = 1,

    /// <summary>Everything, global translations too.</summary>
    AllContextsWithGlobal = 2,

    /// <summary>Everything but global translations.</summary>
    AllContexts = 3,
}
