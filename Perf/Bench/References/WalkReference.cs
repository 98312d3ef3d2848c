using Emulator.Kernel;
using Emulator.Native;
using Emulator.Walks;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>
/// The unshare walks with the silent probe: ours in bulk beside the faithful ones, and these beside the same loops in C, over the same
/// tables, which are put back before each run.
/// </summary>
internal sealed class WalkReference(ReferenceLibrary? library, Terminal terminal)
{
    private const string Faithful = "walk 6.19";
    private const string Bulk = "walk pud-scan";
    private const string In1G = "C loop of 1G steps";
    private const string FaithfulV5 = "walk v5-patch";
    private const string BulkV5 = "v5 in bulk";
    private const string In2M = "C loop of 2M steps";

    private static readonly TimeSpan BudgetEach = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(1);

    /// <param name="tables">PMD tables, one for each 1G of the VMA.</param>
    internal IEnumerable<RatioRow> Rows(int tables)
    {
        WarmUp();
        var size = $"{ByteSize.FromGiga((ulong)tables)}";
        terminal.Progress($"touching {size}");
        using var file = new TouchedFile(tables);
        var mm = file.Map("A");
        file.TouchAll(mm);
        var v5 = Contest($"v5, {size}, none shared", V5(file, mm));
        yield return Row(v5, BulkV5, FaithfulV5, 20);
        if (library is not null) yield return Row(v5, FaithfulV5, In2M, 1);

        file.TouchAll(file.Map("B"));
        file.Kernel.SwitchTo(mm);
        var shared = Contest($"{size} shared", Shared(file, mm));
        yield return Row(shared, Bulk, Faithful, 3);
        if (library is not null)
        {
            yield return Row(shared, Faithful, In1G, 1);
            yield return Row(shared, Bulk, In1G, target: null);
        }

        RatioRow Row(Contest contest, string one, string other, double? target) =>
            RatioRow.Of(contest, one, one, other, size, target) with { Tables = tables };
    }

    /// <summary>Over a small VMA: over the real one the JIT would not count enough runs to come to tier 1.</summary>
    private void WarmUp()
    {
        const int SmallTables = 64;
        terminal.Progress("warming up");
        using var file = new TouchedFile(SmallTables);
        var mm = file.Map("A");
        file.TouchAll(mm);
        var v5 = V5(file, mm);
        Bench.Contest.WarmUp(v5, WarmUpTime);
        file.TouchAll(file.Map("B"));
        file.Kernel.SwitchTo(mm);
        Bench.Contest.WarmUp([.. v5, .. Shared(file, mm)], WarmUpTime);
    }

    private Contest Contest(string what, List<Contestant> contestants)
    {
        var contest = new Contest(contestants);
        contest.Run(BudgetEach, round => terminal.Progress($"{what}: round {round + 1}"));
        return contest;
    }

    /// <summary>Nothing is shared, so nothing changes.</summary>
    private List<Contestant> V5(TouchedFile file, Mm mm)
    {
        var vma = mm.Vmas.All.Single();
        var faithful = WalkCatalog.Find("v5-patch")!;
        List<Contestant> all =
        [
            new(FaithfulV5, () => Ran(file, () => faithful.Run(file.Kernel, vma))),
            new(BulkV5, () => Ran(file, () => V5Scan.Run(file.Kernel, vma))),
        ];
        if (library is not null) all.Add(new(In2M, () => RunC(file, mm, library.UnshareBy2M)));
        return all;
    }

    private List<Contestant> Shared(TouchedFile file, Mm mm)
    {
        var vma = mm.Vmas.All.Single();
        var before = new UnshareSnapshot(file.Machine, mm);
        List<Contestant> all =
        [
            .. from name in (string[])["6.19", "pud-scan"]
               let walk = WalkCatalog.Find(name)!
               select new Contestant($"walk {name}", () => Ran(file, () => walk.Run(file.Kernel, vma))) { Prepare = before.Restore },
        ];
        if (library is not null) all.Add(new(In1G, () => RunC(file, mm, library.UnshareBy1G)) { Prepare = before.Restore });
        foreach (var one in all)
        {
            before.Restore();
            Ensure.That(one.Run() == (long)(file.Range.Length.Bytes / Pud.Span), "every table is unshared");
        }

        return all;
    }

    private static long Ran(TouchedFile file, Action walk)
    {
        file.Kernel.Tally = default;
        walk();
        return file.Kernel.Tally.Unshared;
    }

    private delegate void Loop(ref ReferenceUnshare unshare, AddrRange range, bool counted);

    private static long RunC(TouchedFile file, Mm mm, Loop loop)
    {
        var unshare = new ReferenceUnshare(file.Machine.Arena, mm.Root);
        loop(ref unshare, file.Range, counted: false);
        return (long)unshare.Unshared;
    }
}
