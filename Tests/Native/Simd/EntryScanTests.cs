using Emulator.Native;

namespace Tests.Native;

/// <summary>
/// PresentEntries and MatchingEntries: the scalar kernel against the definition, entry by entry, and each kernel against the
/// scalar one. A kernel that this machine can't run must refuse; so no row passes without having looked.
/// </summary>
public sealed class EntryScanTests : IDisposable
{
    private static readonly (ulong Mask, ulong Value)[] Patterns =
    [
        (Pte.Present, Pte.Present),
        (Pte.Present | Pte.PageSize, Pte.Present),
        (Pte.Present | Pte.ProtNone, Pte.ProtNone),
        (ulong.MaxValue, 0),
        (ulong.MaxValue, ulong.MaxValue),
        (ulong.MaxValue, FrameArena.Poison),
        (Pte.NoExecute | Pte.UffdWp, Pte.NoExecute),
        (Pte.Address4K, 0),
        (0, 0),
        (Pte.Present, Pte.Write),
    ];

    private readonly SimdTables _tables = new();

    public static TheoryData<SimdKernel> Kernels => [.. Enum.GetValues<SimdKernel>()];

    [Fact]
    public void The_scalar_versions_do_what_the_definition_says()
    {
        foreach (var (name, table) in _tables.All())
        {
            var present = Where(table, entry => new Pte(entry).IsHardwarePresent);
            Same(name, present, PresentEntries.Find(table, SimdKernel.Scalar));
            Same(name, present.Count, PresentEntries.Count(table, SimdKernel.Scalar));
            foreach (var (mask, value) in Patterns)
            {
                var matching = Where(table, entry => (entry & mask) == value);
                Same((name, mask, value), matching, MatchingEntries.Find(table, mask, value, SimdKernel.Scalar));
                Same((name, mask, value), matching.Count, MatchingEntries.Count(table, mask, value, SimdKernel.Scalar));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Present_entries_are_the_same_with_each_kernel(SimdKernel kernel)
    {
        if (IsRefused(kernel, table => PresentEntries.Find(table, kernel), table => PresentEntries.Count(table, kernel))) return;
        foreach (var (name, table) in _tables.All())
        {
            Same(name, PresentEntries.Find(table, SimdKernel.Scalar), PresentEntries.Find(table, kernel));
            Same(name, PresentEntries.Count(table, SimdKernel.Scalar), PresentEntries.Count(table, kernel));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Matching_entries_are_the_same_with_each_kernel(SimdKernel kernel)
    {
        if (IsRefused(kernel, t => MatchingEntries.Find(t, 0, 0, kernel), t => MatchingEntries.Count(t, 0, 0, kernel))) return;
        foreach (var (name, table) in _tables.All())
        {
            foreach (var (mask, value) in Patterns)
            {
                var expected = MatchingEntries.Find(table, mask, value, SimdKernel.Scalar);
                Same((name, mask, value), expected, MatchingEntries.Find(table, mask, value, kernel));
                Same((name, mask, value), expected.Count, MatchingEntries.Count(table, mask, value, kernel));
            }
        }
    }

    [Fact]
    public void Without_a_kernel_the_active_one_answers()
    {
        var table = _tables.Filled<Pmd>(i => i % 3 == 0 ? Pte.Present : 0);
        Assert.Equal(PresentEntries.Find(table, Simd.Active), PresentEntries.Find(table));
        Assert.Equal(171, PresentEntries.Count(table));
        Assert.Equal(341, MatchingEntries.Find(table, ulong.MaxValue, 0).Count);
        Assert.Equal(341, MatchingEntries.Count(table, ulong.MaxValue, 0));
    }

    public void Dispose() => _tables.Dispose();

    private bool IsRefused(SimdKernel kernel, Func<Table<Pmd>, object> find, Func<Table<Pmd>, object> count)
    {
        if (Simd.CanRun(kernel)) return false;
        var table = _tables.Filled<Pmd>(_ => 0);
        Assert.Throws<PlatformNotSupportedException>(() => find(table));
        Assert.Throws<PlatformNotSupportedException>(() => count(table));
        return true;
    }

    private static EntryMask Where(Table<Pmd> table, Func<ulong, bool> test)
    {
        var entries = table.Entries.ToArray();
        return EntryMask.Of([.. Enumerable.Range(0, entries.Length).Where(i => test(entries[i]))]);
    }

    private static void Same<T>(object what, T expected, T actual) =>
        Assert.True(Equals(expected, actual), $"{what}: expected {expected}, got {actual}");
}
