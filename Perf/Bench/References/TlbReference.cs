using Emulator.Native;
using Emulator.Tlb;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>Accesses through two levels of TLB beside the same in C: on one thread, and on every CPU at once, each with TLBs of its own.</summary>
internal sealed class TlbReference(Terminal terminal)
{
    private const string C = "C model of the TLBs";

    private static readonly ByteSize Bytes = ByteSize.FromGiga(1);

    internal IEnumerable<RatioRow> Rows(bool isSmoke)
    {
        var folder = Directory.CreateTempSubdirectory("ptemu-tlb-");
        try
        {
            var library = TlbReferenceRun.Build(ReferenceBuild.WriteSource("tlb.c", folder.FullName), folder.FullName);
            foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
            {
                foreach (var pattern in Enum.GetValues<AccessPattern>()) yield return Row(library, pattern, threads, isSmoke);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The time of a thread's access, divided by the threads, which run at once.</summary>
    private RatioRow Row(string library, AccessPattern pattern, int threads, bool isSmoke)
    {
        var (rounds, warmUp) = (isSmoke, Contest.IsQuick) switch
        {
            (true, _) => (1, 0),
            (_, true) => (TlbReferenceRun.RoundsMin, TlbReferenceRun.WarmUpRounds / 4),
            _ => (2 * TlbReferenceRun.RoundsMin, TlbReferenceRun.WarmUpRounds),
        };
        var row = TlbReferenceRun.Measure(library, pattern, Bytes, rounds, threads, terminal, warmUp);
        Ensure.That(row.IsEqual, "C and we count the same");
        var size = threads == 1 ? "1 thread" : $"{threads} threads";
        return RatioRow.Of($"TLB access, {$"{pattern}".ToLowerInvariant()}", row.Ours, C, row.Theirs, size, target: 1);
    }
}
