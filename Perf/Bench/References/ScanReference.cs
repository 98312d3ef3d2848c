using Emulator.Native;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>The present scan beside C: a tight scan with intrinsics of the same ISA, a plain read of the same bytes, and a callback walk.</summary>
internal sealed class ScanReference(ReferenceLibrary library, Terminal terminal)
{
    private const string Ours = "present scan";
    private const string Walk = "C callback walk";

    private static readonly TimeSpan BudgetEach = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(400);

    /// <summary>Where issue 5 asks for 25 times a callback walk; beyond, memory is the limit of both.</summary>
    private static readonly ByteSize WalkTargetMax = ByteSize.FromKilo(512);

    /// <summary>Where it asks for C's share of a plain read: beyond any cache.</summary>
    private static readonly ByteSize ReadTargetMin = ByteSize.FromMega(512);

    private string Scan => $"C {Isa} scan, one array";

    private string ListScan => $"C {Isa} scan, list of tables";

    private string Read => $"C {Isa} plain read";

    private string Isa => library.Scans == SimdKernel.Vector512 ? "AVX-512" : "AVX2";

    internal IEnumerable<RatioRow> Rows(IReadOnlyList<ByteSize> sizes)
    {
        terminal.Progress("filling tables");
        using var memory = new ScanMemory(sizes.Max());
        var smallest = ScanMemory.TablesIn(sizes.Min());
        Contest.WarmUp([.. Scans(memory, smallest), OfWalk(memory, smallest)], WarmUpTime);
        foreach (var size in sizes)
        {
            foreach (var row in ScanRows(memory, size)) yield return row;
            yield return WalkRow(memory, size);
        }
    }

    private IEnumerable<RatioRow> ScanRows(ScanMemory memory, ByteSize size)
    {
        const double ScanTarget = 0.95;
        if (!library.HasScans) yield break;
        var contest = Run(size, Scans(memory, ScanMemory.TablesIn(size)));
        yield return Row(Ours, Scan, ScanTarget);
        yield return Row(Ours, ListScan, ScanTarget);
        yield return Row(Scan, Read, target: null);
        yield return Row(Ours, Read, size >= ReadTargetMin ? Digits.Four(contest.Ratio(Scan, Read)) : null);

        RatioRow Row(string one, string other, double? target) => RatioRow.Of(contest, one, one, other, $"{size}", target);
    }

    /// <summary>In turns of its own: it takes ten times as long as all the scans, which would have few rounds beside it.</summary>
    private RatioRow WalkRow(ScanMemory memory, ByteSize size)
    {
        const double WalkTarget = 25;
        var contest = Run(size, [OfOurs(memory, ScanMemory.TablesIn(size)), OfWalk(memory, ScanMemory.TablesIn(size))]);
        return RatioRow.Of(contest, Ours, Ours, Walk, $"{size}", size <= WalkTargetMax ? WalkTarget : null);
    }

    private Contest Run(ByteSize size, IReadOnlyList<Contestant> contestants)
    {
        var contest = new Contest(contestants);
        contest.Run(BudgetEach, round => terminal.Progress($"present scan, {size}: round {round + 1}"));
        var counts = contest.Results.Zip(contestants).Where(pair => pair.Second.Name != Read).Select(pair => pair.First);
        Ensure.That(counts.Distinct().Count() == 1, "C and we count the same");
        return contest;
    }

    private List<Contestant> Scans(ScanMemory memory, int count)
    {
        List<Contestant> all = [OfOurs(memory, count)];
        if (!library.HasScans) return all;
        all.Add(new(Scan, () => library.Present(memory.Tables.AsSpan(0, count))));
        all.Add(new(ListScan, () => library.PresentList(memory.Tables.AsSpan(0, count))));
        all.Add(new(Read, () => library.Read(memory.Tables.AsSpan(0, count))));
        return all;
    }

    private static Contestant OfOurs(ScanMemory memory, int count) => new(Ours, () => PresentEntries.Count<Pmd>(memory.Tables.AsSpan(0, count)));

    private Contestant OfWalk(ScanMemory memory, int count) =>
        new(Walk, () => library.WalkPresent(memory.Arena, memory.Root, ScanMemory.RangeOf(count)));
}
