using Emulator.Native;

namespace Tests.Native;

/// <summary>The passes that change entries of many tables: what each entry becomes, by every kernel, and that no other byte changes.</summary>
public sealed class RewritingTests : IDisposable
{
    private readonly ManyTables _tables = new();

    private delegate long Pass(ReadOnlySpan<Table<Pmd>> tables);

    public static TheoryData<SimdKernel> Kernels => [.. Enum.GetValues<SimdKernel>()];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Clearing_takes_A_from_present_entries_alone(SimdKernel kernel) => Check(
        kernel,
        tables => AccessedEntries.Clear(tables, kernel),
        before => before.IsHardwarePresent ? before.Without(Pte.Accessed) : before,
        before => before.IsHardwarePresent && (before.Raw & Pte.Accessed) != 0);

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Write_protecting_takes_RW_from_present_entries_and_marks_them(SimdKernel kernel) => Check(
        kernel,
        tables => UffdWpEntries.Protect(tables, kernel),
        before => before.IsHardwarePresent ? before.Without(Pte.Write).With(Pte.UffdWp) : before,
        before => before.IsHardwarePresent);

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Rewriting_changes_nothing(SimdKernel kernel) => Check(
        kernel,
        tables =>
        {
            TableReading.Rewrite(tables, kernel);
            return 0;
        },
        before => before,
        _ => false);

    [Fact]
    public void Without_a_kernel_the_active_one_answers()
    {
        Table<Pmd>[] tables = [_tables.New(_ => Pte.Present | Pte.Accessed | Pte.Write)];
        Assert.Equal(512, AccessedEntries.Clear<Pmd>(tables));
        Assert.Equal(0, AccessedEntries.Clear<Pmd>(tables));
        Assert.Equal(512, UffdWpEntries.Protect<Pmd>(tables));
        TableReading.Rewrite<Pmd>(tables);
        Assert.Equal(512, MatchingEntries.Count(tables[0], ulong.MaxValue, Pte.Present | Pte.UffdWp));
    }

    public void Dispose() => _tables.Dispose();

    private void Check(SimdKernel kernel, Pass pass, Func<Pte, Pte> after, Predicate<Pte> counts)
    {
        if (!Simd.CanRun(kernel))
        {
            Assert.Throws<PlatformNotSupportedException>(() => pass([]));
            return;
        }

        foreach (var tables in _tables.All())
        {
            var everywhere = _tables.Everything;
            var before = everywhere.Select(table => table.Entries.ToArray()).ToList();
            var changed = everywhere.Select(table => tables.Any(one => one.Entries == table.Entries)).ToList();
            var expected = tables.Distinct().Sum(table => table.Entries.ToArray().Count(entry => counts(new(entry))));
            Assert.Equal(expected, pass(tables.Distinct().ToArray()));
            for (var i = 0; i < everywhere.Count; i++)
            {
                Assert.Equal(
                    changed[i] ? before[i].Select(entry => after(new(entry)).Raw) : before[i],
                    everywhere[i].Entries.ToArray());
            }
        }
    }
}
