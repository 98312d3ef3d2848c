using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>
/// Accesses by a rule, the same on every machine and in every language: integer arithmetic alone. Perf/reference/tlb.c has the same
/// three, written apart from these.
/// </summary>
public sealed class AddressPattern
{
    private const ulong LineBytes = 64;

    private readonly ulong _bytes;
    private readonly ZipfRanks? _ranks;
    private SplitMix64 _random;
    private ulong _next;

    /// <param name="bytes">The range that is accessed, from address 0: a page at least.</param>
    public AddressPattern(AccessPattern pattern, ByteSize bytes, ulong seed = SplitMix64.DefaultSeed)
    {
        Ensure.That(bytes.Bytes >= Pt.Span);
        Pattern = pattern;
        _bytes = bytes.Bytes;
        _random = new(seed);
        if (pattern == AccessPattern.Zipf) _ranks = new(Pages);
    }

    public AccessPattern Pattern { get; }

    /// <summary>Pages of 4 kB in the range.</summary>
    public ulong Pages => _bytes / Pt.Span;

    /// <summary>The next accesses.</summary>
    public void Fill(Span<ulong> addresses)
    {
        for (var i = 0; i < addresses.Length; i++) addresses[i] = Next();
    }

    private ulong Next()
    {
        if (Pattern == AccessPattern.Sequential) return _next++ * LineBytes % _bytes;
        var page = _ranks is null ? _random.Below(Pages) : ZipfRanks.Scattered(_ranks.Draw(ref _random), Pages);
        return (page * Pt.Span) + (_random.Next() % (Pt.Span / LineBytes) * LineBytes);
    }
}

/// <summary>Where the next access goes.</summary>
public enum AccessPattern
{
    /// <summary>The next 64 bytes.</summary>
    Sequential,

    /// <summary>Pages by Zipf's law with s = 0.99, the popular ones scattered over the range.</summary>
    Zipf,

    /// <summary>Any page, each as likely.</summary>
    Random,
}
