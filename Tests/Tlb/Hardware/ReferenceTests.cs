using System.Globalization;
using Emulator.Native;
using Emulator.Tlb;
using Tests.Reports.Repro;

namespace Tests.Tlb.Hardware;

/// <summary>The C reference, an implementation apart: the same accesses, and equal counts.</summary>
public class ReferenceTests
{
    private const int Accesses = 2_000_000;

    [NeedsCompilerFact]
    public void Sequential_accesses_hit_and_miss_as_in_C() => Check(AccessPattern.Sequential);

    [NeedsCompilerFact]
    public void Zipf_accesses_hit_and_miss_as_in_C() => Check(AccessPattern.Zipf);

    [NeedsCompilerFact]
    public void Random_accesses_hit_and_miss_as_in_C() => Check(AccessPattern.Random);

    /// <summary>An odd range and another seed, so that nothing rests on powers of two.</summary>
    [NeedsCompilerFact]
    public void An_odd_range_is_accessed_alike() => Check(AccessPattern.Zipf, new(12_345_678), seed: 99);

    private static void Check(AccessPattern pattern, ByteSize? bytes = null, ulong seed = 42)
    {
        using var folder = new TemporaryFolder();
        var program = Path.Combine(folder.Root, "tlb");
        var built = CCompiler.Compile("-O3", "-o", program, Path.Combine(Repository.Root, "Perf/reference/tlb.c"));
        Assert.True(built.Status == 0, built.Error);
        var range = bytes ?? ByteSize.FromGiga(16);
        var ran = CCompiler.Run(program, $"{pattern}".ToLowerInvariant(), $"{range.Bytes}", $"{Accesses}", $"{seed}");
        Assert.Equal(Ours(pattern, range, seed), ran.Output.Trim());
    }

    private static string Ours(AccessPattern pattern, ByteSize range, ulong seed)
    {
        using var l1 = new TlbArray(16, 4);
        using var l2 = new TlbArray(128, 12);
        var accesses = new AddressPattern(pattern, range, seed);
        var block = new ulong[10_000];
        var hash = 14695981039346656037;
        var counts = default(TlbReplayCounts);
        for (var done = 0; done < Accesses; done += block.Length)
        {
            accesses.Fill(block);
            foreach (var address in block) hash = (hash ^ address) * 1099511628211;
            counts += TlbReplay.Count(block, TlbEntryKind.Page4K, l1, l2);
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"accesses={counts.Accesses} l1_hits={counts.L1Hits} l2_hits={counts.L2Hits} misses={counts.L2Misses} addresses={hash:x16}");
    }
}
