using Emulator.Kernel;
using Emulator.Walks;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>What a table costs the faithful 6.19 walk as the address space grows, and as more processes share: it should stay the same.</summary>
internal sealed class GrowthReference(Terminal terminal)
{
    private const string WalkName = "6.19";
    private const string Work = $"walk {WalkName}, a table";

    /// <summary>Flat within 25 %.</summary>
    private const double Target = 1 / 1.25;

    private static readonly TimeSpan BudgetEach = TimeSpan.FromSeconds(3);

    /// <param name="terabytes">The sizes of the address space, with two sharers; the first is the base.</param>
    internal IEnumerable<RatioRow> BySize(IReadOnlyList<int> terabytes) =>
        Rows([.. terabytes.Select(tera => (tera << 10, 2, $"{tera}T"))]);

    /// <param name="sharers">Processes that share the same tables; the first is the base.</param>
    internal IEnumerable<RatioRow> BySharers(int tables, IReadOnlyList<int> sharers) =>
        Rows([.. sharers.Select(count => (tables, count, $"{count} sharers"))]);

    private List<RatioRow> Rows(IReadOnlyList<(int Tables, int Sharers, string Name)> states)
    {
        var files = new List<TouchedFile>();
        try
        {
            var contestants = new List<Contestant>();
            foreach (var (tables, sharers, name) in states)
            {
                terminal.Progress($"touching {name}");
                files.Add(new(tables));
                contestants.Add(Of(files[^1], sharers, name));
            }

            Contest.WarmUp(contestants, TimeSpan.FromMilliseconds(500));
            var contest = new Contest(contestants);
            contest.Run(BudgetEach, round => terminal.Progress($"{states[^1].Name}: round {round + 1}"));
            return [.. states.Skip(1).Select(state => RowOf(contest, state, states[0]))];
        }
        finally
        {
            foreach (var file in files) file.Dispose();
        }
    }

    private static RatioRow RowOf(
        Contest contest, (int Tables, int Sharers, string Name) state, (int Tables, int Sharers, string Name) first)
    {
        var row = RatioRow.Of(contest, Work, state.Name, first.Name, state.Name, Target);
        var perTable = Digits.Four(row.Ratio * state.Tables / first.Tables);
        return row with { Reference = $"the same, {first.Name}", Ratio = perTable, Tables = state.Tables };
    }

    private static Contestant Of(TouchedFile file, int sharers, string name)
    {
        var mm = file.Map("P0");
        file.TouchAll(mm);
        for (var i = 1; i < sharers; i++) file.TouchAll(file.Map($"P{i}"));
        file.Kernel.SwitchTo(mm);
        var (vma, walk) = (mm.Vmas.All.Single(), WalkCatalog.Find(WalkName)!);
        var before = new UnshareSnapshot(file.Machine, mm);
        return new(name, () =>
        {
            file.Kernel.Tally = default;
            walk.Run(file.Kernel, vma);
            return file.Kernel.Tally.Unshared;
        })
        { Prepare = before.Restore };
    }
}
