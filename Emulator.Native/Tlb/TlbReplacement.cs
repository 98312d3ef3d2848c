namespace Emulator.Native;

/// <summary>Which entry of a full set makes room.</summary>
public enum TlbReplacement
{
    /// <summary>The one that was not used for the longest time.</summary>
    Lru,

    /// <summary>A binary tree of bits above the ways, each of which points away from the half that was used last.</summary>
    TreePlru,
}
