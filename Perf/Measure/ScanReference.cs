using Emulator.Native;

namespace Perf.Measure;

/// <summary>The present scan beside C: a tight scan with AVX-512 intrinsics, a plain read of the same bytes, and a callback walk.</summary>
internal sealed class ScanReference(ReferenceLibrary library, Terminal terminal)
{
    private const string Ours = "present scan";
    private const string Scan = "C AVX-512 scan, one array";
    private const string ListScan = "C AVX-512 scan, list of tables";
    private const string Read = "C AVX-512 plain read";
    private const string Walk = "C callback walk";

    private static readonly TimeSpan BudgetEach = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(400);

    /// <summary>Where issue 5 asks for 25 times a callback walk; beyond, memory is the limit of both.</summary>
    private static readonly ByteSize WalkTargetMax = ByteSize.FromKilo(512);

    /// <summary>Where it asks for C's share of a plain read: beyond any cache.</summary>
    private static readonly ByteSize ReadTargetMin = ByteSize.FromMega(512);

    internal IEnumerable<RatioRow> Rows(IReadOnlyList<ByteSize> sizes)
    {
        terminal.Progress("filling tables");
        using var memory = new ScanMemory(sizes.Max());
        Contest.WarmUp(Contestants(memory, ScanMemory.TablesIn(sizes.Min())), WarmUpTime);
        foreach (var size in sizes)
        {
            var contest = new Contest(Contestants(memory, ScanMemory.TablesIn(size)));
            contest.Run(BudgetEach, round => terminal.Progress($"present scan, {size}: round {round + 1}"));
            foreach (var row in Rows(contest, size)) yield return row;
        }
    }

    private IEnumerable<RatioRow> Rows(Contest contest, ByteSize size)
    {
        const double ScanTarget = 0.95;
        const double WalkTarget = 25;
        if (library.HasScans)
        {
            yield return Row(Ours, Scan, ScanTarget);
            yield return Row(Ours, ListScan, ScanTarget);
            yield return Row(Scan, Read, target: null);
            yield return Row(Ours, Read, size >= ReadTargetMin ? Digits.Four(contest.Ratio(Scan, Read)) : null);
        }

        yield return Row(Ours, Walk, size <= WalkTargetMax ? WalkTarget : null);

        RatioRow Row(string one, string other, double? target) => RatioRow.Of(contest, one, one, other, $"{size}", target);
    }

    private List<Contestant> Contestants(ScanMemory memory, int count)
    {
        var range = ScanMemory.RangeOf(count);
        List<Contestant> all =
        [
            new(Ours, () => PresentEntries.Count<Pmd>(memory.Tables.AsSpan(0, count))),
            new(Walk, () => library.WalkPresent(memory.Arena, memory.Root, range)),
        ];
        if (library.HasScans)
        {
            all.Add(new(Scan, () => library.Present(memory.Tables.AsSpan(0, count))));
            all.Add(new(ListScan, () => library.PresentList(memory.Tables.AsSpan(0, count))));
        }

        foreach (var one in all) Ensure.That(one.Run() == all[0].Run(), "C and we count the same");
        if (library.HasScans) all.Add(new(Read, () => library.Read(memory.Tables.AsSpan(0, count))));
        return all;
    }
}
