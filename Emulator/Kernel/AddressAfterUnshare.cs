namespace Emulator.Kernel;

/// <summary>What a success of huge_pmd_unshare did to its caller's address, which the loop then advances by a huge page.</summary>
public enum AddressAfterUnshare
{
    /// <summary>To ALIGN(address, 1G) - 2M (2006, until 48381273f873, 5.19): an aligned address steps back and comes again.</summary>
    AlignUp,

    /// <summary>Nothing: taken by value, and the loop skips to the last huge page of the 1G itself (4ddb4d91b82f, 6.0).</summary>
    ByValue,
}
