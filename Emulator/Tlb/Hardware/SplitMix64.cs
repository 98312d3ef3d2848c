namespace Emulator.Tlb;

/// <summary>Random numbers (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).</summary>
public struct SplitMix64(ulong seed)
{
    public const ulong DefaultSeed = 42;

    private const ulong Gamma = (0x9E37_79B9UL << 32) | 0x7F4A_7C15;
    private const ulong First = (0xBF58_476DUL << 32) | 0x1CE4_E5B9;
    private const ulong Second = (0x94D0_49BBUL << 32) | 0x1331_11EB;

    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += Gamma;
        z = (z ^ (z >> 30)) * First;
        z = (z ^ (z >> 27)) * Second;
        return z ^ (z >> 31);
    }

    /// <summary>0 .. limit - 1.</summary>
    public ulong Below(ulong limit) => Math.BigMul(Next(), limit, out _);
}
