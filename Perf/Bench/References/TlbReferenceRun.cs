using Emulator.Native;
using Emulator.Tlb;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>
/// Our model and the C reference over the same accesses, in turn: a block of addresses in the cache, ours, C's, then the next block. Only
/// the translation is timed.
/// </summary>
internal static class TlbReferenceRun
{
    internal const int RoundsMin = 15;

    internal const int WarmUpRounds = 40;

    private const int BlockCount = 1 << 15, BlocksEach = 32;

    /// <summary>Builds Perf/reference/tlb.c as a shared library.</summary>
    /// <exception cref="BadInputException">There is no compiler, or no source.</exception>
    internal static string Build(string source, string folder)
    {
        if (!File.Exists(source)) throw new BadInputException($"{source}: not here; run it in the repository, or say --reference FILE");
        var library = Path.Combine(folder, "libtlb.so");
        var (status, error) = ReferenceBuild.Compile("-std=gnu11 -O3 -march=native -shared -fPIC", library, [source]);
        return status == 0 ? library : throw new BadInputException($"{source}: {ReferenceBuild.Compiler}: {error.Trim()}");
    }

    /// <param name="threads">Each with TLBs, accesses and a reference of its own.</param>
    internal static TlbReferenceRow Measure(
        string library, AccessPattern pattern, ByteSize bytes, int rounds, int threads, Terminal terminal, int warmUpRounds = WarmUpRounds)
    {
        var lanes = Enumerable.Range(0, threads).Select(lane => new Lane(library, pattern, bytes, SplitMix64.DefaultSeed + (ulong)lane)).ToArray();
        try
        {
            List<double> ours = [], theirs = [];
            for (var round = -warmUpRounds; round < rounds; round++)
            {
                terminal.Progress($"{pattern}, {threads} thread(s): round {Math.Max(0, round + 1)} of {rounds}");
                var times = Round(lanes);
                if (round < 0) continue;
                ours.Add(times.Ours);
                theirs.Add(times.Theirs);
            }

            terminal.EndProgress();
            return new(pattern, threads, ours, theirs, Array.TrueForAll(lanes, lane => lane.IsEqual), lanes[0].Counts);
        }
        finally
        {
            foreach (var lane in lanes) lane.Dispose();
        }
    }

    /// <returns>Nanoseconds of processor time an access of a thread, divided by the threads.</returns>
    private static (double Ours, double Theirs) Round(Lane[] lanes)
    {
        if (lanes.Length == 1) return lanes[0].Round();
        var results = new (double Ours, double Theirs)[lanes.Length];
        var threads = lanes.Select((lane, i) => new Thread(() => results[i] = lane.Round())).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return (results.Average(result => result.Ours) / lanes.Length, results.Average(result => result.Theirs) / lanes.Length);
    }

    private sealed class Lane(string library, AccessPattern pattern, ByteSize bytes, ulong seed) : IDisposable
    {
        private readonly AddressPattern _accesses = new(pattern, bytes, seed);
        private readonly TlbArray _l1 = new(16, 4);
        private readonly TlbArray _l2 = new(128, 12);
        private readonly ReferenceTlb _reference = new(library);
        private readonly ulong[] _block = new ulong[BlockCount];

        internal bool IsEqual { get; private set; } = true;

        internal TlbReplayCounts Counts { get; private set; }

        internal (double Ours, double Theirs) Round()
        {
            long ours = 0, theirs = 0;
            for (var i = 0; i < BlocksEach; i++)
            {
                _accesses.Fill(_block);
                // Each is the first as often as the second.
                if (i % 2 == 0) theirs += Time(_reference.Count, out var first, out _) + Compare(first, ref ours, isOurs: true);
                else ours += Time(Count, out var first, out _) + Compare(first, ref theirs, isOurs: false);
            }

            const double Accesses = (double)BlocksEach * BlockCount;
            return (ours / Accesses, theirs / Accesses);
        }

        public void Dispose()
        {
            _l1.Dispose();
            _l2.Dispose();
            _reference.Dispose();
        }

        /// <summary>The other of the two, whose time is added to its own sum.</summary>
        private long Compare(TlbReplayCounts first, ref long sum, bool isOurs)
        {
            sum += Time(isOurs ? Count : _reference.Count, out var second, out _);
            IsEqual &= first == second;
            Counts += first;
            return 0;
        }

        private TlbReplayCounts Count(ReadOnlySpan<ulong> addresses) => TlbReplay.Count(addresses, TlbEntryKind.Page4K, _l1, _l2);

        private long Time(CountAccesses count, out TlbReplayCounts counts, out long started)
        {
            started = ThreadClock.Now();
            counts = count(_block);
            return ThreadClock.Now() - started;
        }

        private delegate TlbReplayCounts CountAccesses(ReadOnlySpan<ulong> addresses);
    }
}

/// <summary>A measurement, round by round, in nanoseconds an access of a thread, divided by the threads.</summary>
/// <param name="IsEqual">Were the counts of every block the same?</param>
internal sealed record TlbReferenceRow(
    AccessPattern Pattern, int Threads, IReadOnlyList<double> Ours, IReadOnlyList<double> Theirs, bool IsEqual, TlbReplayCounts Counts)
{
    internal double OursNs => Contest.MedianOf(Ours);

    internal double ReferenceNs => Contest.MedianOf(Theirs);

    internal double Ratio => Contest.MedianOf(Contest.RatiosOf(Ours, Theirs));
}
