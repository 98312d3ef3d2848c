using Emulator.Costs;

namespace Emulator.Reports;

/// <summary>What an earlier run on such a machine gave for uffd-register over shared tables, beside what was measured: docs/costs.md.</summary>
public static class EarlierFigures
{
    private static readonly Shape Shared = new(ShapeSubject.Register, 1, 3), Exclusive = new(ShapeSubject.Register, 1, 2, ShapeThread.Other);

    public static string Of(IReadOnlyList<Observation> measured)
    {
        var (shared, exclusive) = (MediansOf(measured, Shared), MediansOf(measured, Exclusive));
        var (first, last) = (shared.MinBy(pair => pair.Key), shared.MaxBy(pair => pair.Key));
        var each = (last.Value - first.Value) / (last.Key - first.Key);
        var more = exclusive.Where(pair => shared.ContainsKey(pair.Key)).Select(pair => pair.Value - shared[pair.Key]).ToList();
        var table = new TextTable(40, 9, 16);
        table.Add("uffd-register of shared tables", "earlier", "here, cold");
        table.Add("  before the first", "2.1us", Duration.Of(first.Value - (first.Key * each)));
        table.Add($"  each ({first.Key} against {last.Key}, shared by 3)", "96ns", Duration.Of(each));
        table.Add("  more if they become exclusive", "24us", $"{Duration.Of(more.Min())}..{Duration.Of(more.Max())}");
        return table.ToString();
    }

    private static Dictionary<int, double> MediansOf(IReadOnlyList<Observation> measured, Shape shape) =>
        measured.Where(one => one.Shape == shape with { Size = one.Shape.Size }).ToDictionary(one => one.Shape.Size, one => one.Median);
}
