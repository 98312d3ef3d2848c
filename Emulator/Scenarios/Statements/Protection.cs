namespace Emulator.Scenarios;

/// <summary>The bits of PROT_. A trace writes four of their sums: none, r, rw, rwx.</summary>
[Flags]
public enum Protection
{
    None = 0,
    R = 1,
    W = 2,
    X = 4,
    RW = R | W,
    RWX = R | W | X,
}
