namespace Emulator.Tlb;

/// <summary>The error code of a page fault (SDM Vol. 3A, 4.7, Figure 4-12).</summary>
[Flags]
public enum PageFaultCode
{
    None = 0,

    /// <summary>P: there is a translation, and it denies the access; clear: there is none.</summary>
    Present = 1 << 0,

    /// <summary>W/R: it was a write.</summary>
    Write = 1 << 1,

    /// <summary>U/S: it was a user-mode access.</summary>
    User = 1 << 2,

    /// <summary>RSVD: a reserved bit was set in an entry.</summary>
    Reserved = 1 << 3,

    /// <summary>I/D: it was an instruction fetch (set only if NXE or SMEP is on).</summary>
    Instruction = 1 << 4,

    /// <summary>PK: a protection key denies it.</summary>
    ProtectionKey = 1 << 5,
}
