namespace Emulator.Kernel;

/// <summary>How bad it is that something must not be so, and is.</summary>
public enum Severity
{
    /// <summary>Somebody can use it: an access, a call.</summary>
    Usable,

    /// <summary>Only a CPU in lazy TLB mode could walk it speculatively; no instruction can use what it finds.</summary>
    Speculative,
}
