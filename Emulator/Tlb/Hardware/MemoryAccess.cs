using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>What an instruction wants of an address.</summary>
public enum MemoryAccess
{
    Read,
    Write,

    /// <summary>An instruction fetch. The model has no instruction TLB: it takes the way of a read.</summary>
    Fetch,
}

/// <summary>Which accesses are allowed (SDM Vol. 3A, 4.6) by a translation whose R/W and U/S were and-ed and whose XD was or-ed over all levels.</summary>
public static class AccessRights
{
    /// <returns><see cref="PageFaultCode.Present"/>, with <see cref="PageFaultCode.ProtectionKey"/> if a key denies it too; none if it is allowed.</returns>
    public static PageFaultCode Denied(in CpuState state, Pte entry, MemoryAccess access)
    {
        var isAllowed = access switch
        {
            MemoryAccess.Fetch => MayFetch(state, entry),
            MemoryAccess.Write => MayReach(state, entry) && (entry.IsWritable || (!state.IsUser && !state.WriteProtect)),
            _ => MayReach(state, entry),
        };
        if (IsDeniedByKey(state, entry, access)) return PageFaultCode.Present | PageFaultCode.ProtectionKey;
        return isAllowed ? PageFaultCode.None : PageFaultCode.Present;
    }

    /// <summary>The bits of the error code that tell of the access alone.</summary>
    public static PageFaultCode CodeOf(in CpuState state, MemoryAccess access) =>
        (access == MemoryAccess.Write ? PageFaultCode.Write : 0)
        | (state.IsUser ? PageFaultCode.User : 0)
        | (access == MemoryAccess.Fetch && (state.NoExecute || state.Smep) ? PageFaultCode.Instruction : 0);

    private static bool MayReach(in CpuState state, Pte entry) => state.IsUser ? entry.IsUser : !(entry.IsUser && state.Smap);

    private static bool MayFetch(in CpuState state, Pte entry)
    {
        if (state.NoExecute && entry.IsNoExecute) return false;
        return state.IsUser ? entry.IsUser : !(entry.IsUser && state.Smep);
    }

    /// <summary>Keys rule data accesses to user-mode addresses; WD holds for the supervisor only with CR0.WP (SDM 4.6.2).</summary>
    private static bool IsDeniedByKey(in CpuState state, Pte entry, MemoryAccess access)
    {
        if (!state.ProtectionKeys || !entry.IsUser || access == MemoryAccess.Fetch) return false;
        var bits = state.Pkru >> (2 * entry.Key);
        return (bits & 1) != 0 || (access == MemoryAccess.Write && (bits & 2) != 0 && (state.IsUser || state.WriteProtect));
    }
}

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
