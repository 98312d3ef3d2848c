using Emulator.Native;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>Every operation with every ISA that can run here, over each size, all of a size in turn.</summary>
internal sealed class ScanMeasurement(IReadOnlyList<ByteSize> sizes, TimeSpan budgetEach, Terminal terminal)
{
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(600);

    /// <summary>Those of a size come together, when all of them are measured.</summary>
    internal IEnumerable<ScanRow> Rows()
    {
        terminal.Progress("filling tables");
        using var memory = new ScanMemory(sizes.Max());
        var first = Ways(new(memory.Tables, ScanMemory.TablesIn(sizes.Min())));
        terminal.Progress("warming up");
        Contest.WarmUp([.. first.Select(way => way.Contestant)], WarmUpTime);
        foreach (var size in sizes)
        {
            foreach (var row in Measure(new(memory.Tables, ScanMemory.TablesIn(size)), size)) yield return row;
        }
    }

    private List<ScanRow> Measure(ScanTables tables, ByteSize size)
    {
        var ways = Ways(tables);
        var contest = new Contest([.. ways.Select(way => way.Contestant)]);
        contest.Run(budgetEach, round => terminal.Progress($"{size}: round {round + 1}"));
        EnsureEqual(ways, contest);
        return [.. ways.Select(way => RowOf(way, tables, contest))];
    }

    /// <summary>A fast wrong answer is none.</summary>
    private static void EnsureEqual(IReadOnlyList<Way> ways, Contest contest)
    {
        foreach (var same in ways.Zip(contest.Results).GroupBy(pair => pair.First.Operation.Name))
        {
            Ensure.That(same.Select(pair => pair.Second).Distinct().Count() == 1, $"every kernel gives the same answer to '{same.Key}'");
        }
    }

    private static ScanRow RowOf(Way way, ScanTables tables, Contest contest)
    {
        var (operation, isa) = (way.Operation, IsaName.Of(way.Kernel));
        var nanoseconds = contest.Median(way.Contestant.Name);
        return new(
            operation.Name, isa, tables.Bytes, Digits.Four(tables.Bytes / nanoseconds), Digits.Four(tables.Entries / nanoseconds * 1e9),
            Digits.Four(nanoseconds), operation.Roofline, Digits.Four(contest.Ratio(way.Contestant.Name, NameOf(operation.Roofline, way.Kernel))),
            contest.Rounds, HostMachine.Describe());
    }

    private static List<Way> Ways(ScanTables tables) =>
    [
        .. from operation in ScanOperation.All
           from kernel in Simd.Available
           select new Way(operation, kernel, new(NameOf(operation.Name, kernel), () => operation.Run(tables, kernel))),
    ];

    private static string NameOf(string operation, SimdKernel kernel) => $"{operation} {IsaName.Of(kernel)}";

    private sealed record Way(ScanOperation Operation, SimdKernel Kernel, Contestant Contestant);
}
