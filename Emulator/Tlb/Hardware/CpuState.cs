using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>The registers that take part in a translation (SDM Vol. 3A, 4.1 and 4.6).</summary>
public readonly record struct CpuState()
{
    /// <summary>CR3: the top-level table.</summary>
    public PhysAddr Root { get; init; }

    /// <summary>CR3[11:0], if CR4.PCIDE is set; otherwise 0.</summary>
    public int Pcid { get; init; }

    /// <summary>5 with CR4.LA57, otherwise 4.</summary>
    public int Levels { get; init; } = 4;

    /// <summary>CPL = 3.</summary>
    public bool IsUser { get; init; } = true;

    /// <summary>CR0.WP: the supervisor too may write only where R/W is set.</summary>
    public bool WriteProtect { get; init; } = true;

    /// <summary>CR4.PGE: the G bit counts.</summary>
    public bool GlobalPages { get; init; } = true;

    /// <summary>CR4.PCIDE.</summary>
    public bool Pcids { get; init; } = true;

    /// <summary>CR4.SMEP: the supervisor fetches nothing from user pages.</summary>
    public bool Smep { get; init; } = true;

    /// <summary>CR4.SMAP and not EFLAGS.AC: nor does it read or write them.</summary>
    public bool Smap { get; init; }

    /// <summary>IA32_EFER.NXE.</summary>
    public bool NoExecute { get; init; } = true;

    /// <summary>CR4.PKE: <see cref="Pkru"/> counts.</summary>
    public bool ProtectionKeys { get; init; }

    /// <summary>Two bits for each key: bit 0 disables access, bit 1 writing (SDM 4.6.2).</summary>
    public uint Pkru { get; init; }

    /// <summary>AMD's EFER.TCE: an invalidation of an address drops only those upper-level entries that lead to it.</summary>
    public bool TranslationCacheExtension { get; init; }
}
