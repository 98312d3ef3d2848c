using Emulator.Native;

namespace Perf.Bench;

/// <summary>An operation of the bulk scan, by the name that <c>ptemu scan</c> gives it.</summary>
/// <param name="Roofline">The operation that it is held against: that moves the same bytes, and does nothing with them.</param>
/// <param name="Run">Over all of the tables. What it returns is the same by every kernel, in every run but perhaps the first.</param>
internal sealed record ScanOperation(string Name, string Roofline, Func<ScanTables, SimdKernel, long> Run)
{
    internal const string Read = "read";
    internal const string Rewrite = "rewrite";
    internal const string Present = "present";
    private const ulong MatchMask = Pte.Present | Pte.Write;

    /// <summary>All that there are; those that nothing is held against come first.</summary>
    internal static IReadOnlyList<ScanOperation> All { get; } =
    [
        new(Read, Read, (on, kernel) => TableReading.Read<Pmd>(on.Tables, kernel)),
        new(Rewrite, Rewrite, (on, kernel) =>
        {
            TableReading.Rewrite<Pmd>(on.Tables, kernel);
            return 0;
        }),
        new(Present, Read, (on, kernel) => PresentEntries.Count<Pmd>(on.Tables, kernel)),
        new("present-mask", Read, (on, kernel) => on.Marked(masks => PresentEntries.Find<Pmd>(on.Tables, masks, kernel))),
        new("match", Read, (on, kernel) => MatchingEntries.Count<Pmd>(on.Tables, MatchMask, Pte.Present, kernel)),
        new("match-mask", Read, (on, kernel) =>
            on.Marked(masks => MatchingEntries.Find<Pmd>(on.Tables, MatchMask, Pte.Present, masks, kernel))),
        new("accessed-dirty", Read, (on, kernel) => AccessedDirty.Count<Pmd>(on.Tables, kernel) is var found
            ? HashCode.Combine(found.Present, found.Accessed, found.Dirty) : 0),
        new("differ", Read, (on, kernel) => DifferingEntries.Count<Pmd>(on.FirstHalf, on.SecondHalf, kernel)),
        new("differ-mask", Read, (on, kernel) =>
            on.Marked(masks => DifferingEntries.Find<Pmd>(on.FirstHalf, on.SecondHalf, masks[..on.FirstHalf.Length], kernel))),
        new("clear-accessed", Rewrite, (on, kernel) => AccessedEntries.Clear<Pmd>(on.Tables, kernel)),
        new("uffd-wp", Rewrite, (on, kernel) => UffdWpEntries.Protect<Pmd>(on.Tables, kernel)),
    ];
}
