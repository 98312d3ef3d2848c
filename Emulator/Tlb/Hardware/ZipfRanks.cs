using System.Numerics;
using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>
/// Ranks 0 .. count - 1, rank r as likely as (r + 1)^-0.99: Walker's alias method on weights in fixed point, so that no mathematical library's
/// rounding decides.
/// </summary>
public sealed class ZipfRanks
{
    /// <summary>The table has 12 bytes for each.</summary>
    public const ulong CountMax = 1UL << CountBitsMax;

    private const int CountBitsMax = 28;

    /// <summary>A prime, so that multiplying by it modulo a count visits every page once.</summary>
    private const ulong Scatter = 2654435761;

    private const int FractionBits = 32, OneBits = 63, WeightBits = 62;

    private readonly ulong[] _threshold;
    private readonly uint[] _alias;
    private readonly ulong _total;

    public ZipfRanks(ulong count)
    {
        Ensure.That(count is > 0 and <= CountMax);
        _threshold = new ulong[count];
        _alias = new uint[count];
        var bits = WeightBits - (count < 2 ? 0 : BitOperations.Log2(count - 1) + 1);
        var halfRoots = HalfRoots();
        for (var i = 0UL; i < count; i++)
        {
            var weight = Weight(i + 1, bits, halfRoots);
            _threshold[i] = weight * count;
            _total += weight;
        }

        MakeAliases();
    }

    public ulong Draw(ref SplitMix64 random)
    {
        var slot = random.Below((ulong)_threshold.Length);
        return random.Below(_total) < _threshold[slot] ? slot : _alias[slot];
    }

    /// <summary>The page of a rank: neighbours in rank are none in the range.</summary>
    public static ulong Scattered(ulong rank, ulong pages) => rank * Scatter % pages;

    /// <summary>i^-0.99 * 2^bits, rounded down: 2 to the power of -0.99 log2(i).</summary>
    private static ulong Weight(ulong i, int bits, ulong[] halfRoots)
    {
        var exponent = Log2(i) * 99 / 100;
        var weight = 1UL << OneBits;
        for (var k = 0; k < FractionBits; k++)
        {
            if ((exponent >> (FractionBits - 1 - k) & 1) != 0) weight = (ulong)(((UInt128)weight * halfRoots[k]) >> OneBits);
        }

        return weight >> (OneBits - bits) >> (int)(exponent >> FractionBits);
    }

    /// <summary>log2(i) * 2^32, rounded down: a bit for each squaring of the mantissa.</summary>
    private static ulong Log2(ulong i)
    {
        var whole = BitOperations.Log2(i);
        var mantissa = i << (OneBits - whole);
        var fraction = 0UL;
        for (var bit = FractionBits - 1; bit >= 0; bit--)
        {
            var high = Math.BigMul(mantissa, mantissa, out var low);
            if (high >> OneBits != 0) fraction |= 1UL << bit;
            mantissa = high >> OneBits != 0 ? high : (high << 1) | (low >> OneBits);
        }

        return ((ulong)whole << FractionBits) | fraction;
    }

    /// <summary>2^-(2^-(k + 1)) * 2^63, each the root of the one before.</summary>
    private static ulong[] HalfRoots()
    {
        var roots = new ulong[FractionBits];
        var before = UInt128.One << (OneBits - 1);
        for (var k = 0; k < FractionBits; k++)
        {
            roots[k] = Root(before << OneBits);
            before = roots[k];
        }

        return roots;
    }

    private static ulong Root(UInt128 n)
    {
        var root = 0UL;
        for (var bit = OneBits; bit >= 0; bit--)
        {
            var larger = root | (1UL << bit);
            if ((UInt128)larger * larger <= n) root = larger;
        }

        return root;
    }

    /// <summary>
    /// What a rank has less than the average it takes from one that has more. The poor are on the stack's bottom, the rich on its top.
    /// </summary>
    private void MakeAliases()
    {
        var count = _threshold.Length;
        var stack = new uint[count];
        var (poorCount, richCount) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            if (_threshold[i] < _total) stack[poorCount++] = (uint)i;
            else stack[count - ++richCount] = (uint)i;
        }

        while (poorCount > 0 && richCount > 0)
        {
            var (poor, rich) = (stack[--poorCount], stack[count - richCount]);
            _alias[poor] = rich;
            _threshold[rich] -= _total - _threshold[poor];
            if (_threshold[rich] >= _total) continue;
            richCount--;
            stack[poorCount++] = rich;
        }

        for (; richCount > 0; richCount--) _threshold[stack[count - richCount]] = _total;
        for (; poorCount > 0; poorCount--) _threshold[stack[poorCount - 1]] = _total;
    }
}

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
