using Emulator.Native;

namespace Tests.Native;

/// <summary>Runs of entries: every kernel sums up and writes what the scalar one does, and nothing outside the run.</summary>
public sealed class EntryRunTests : IDisposable
{
    private static readonly (int First, int Count)[] Runs = [(0, 512), (0, 0), (511, 1), (1, 511), (3, 2), (5, 8), (7, 90), (256, 255)];

    private readonly SimdTables _tables = new();

    public void Dispose() => _tables.Dispose();

    [Fact]
    public void Every_kernel_sums_up_as_the_scalar_one()
    {
        foreach (var (name, table) in _tables.All())
        {
            foreach (var (first, count) in Runs)
            {
                var expected = EntrySummary.Of(table, first, count, SimdKernel.Scalar);
                foreach (var kernel in Simd.Available)
                {
                    Assert.True(expected == EntrySummary.Of(table, first, count, kernel), $"{name}: {count} entries from {first} by {kernel}");
                }
            }
        }
    }

    [Fact]
    public void What_is_summed_up_is_what_is_there()
    {
        var page = Pte.ForPage<Pmd>(new(FrameArena.EndOfTables), canWrite: true, canExecute: false);
        Pte[] entries = [page, Pte.None, page.Without(Pte.Write), Pte.ForMarker(PteMarkers.UffdWp)];
        foreach (var kernel in Simd.Available)
        {
            var table = _tables.Filled<Pmd>(i => entries[i % 4].Raw);
            var all = EntrySummary.Of(table, 0, 512, kernel);
            Assert.Equal((256, 128), (all.Present, all.Others));
            Assert.True(all.Any.IsWritable);
            Assert.False(all.All.IsHardwarePresent);
            Assert.Equal(page, EntrySummary.Of(table, 4, 1, kernel).All);
        }
    }

    [Fact]
    public void A_run_is_written_and_nothing_beside_it()
    {
        var entry = Pte.ForPage<Pmd>(new(FrameArena.EndOfTables + Pud.Span), canWrite: true, canExecute: true);
        foreach (var kernel in Simd.Available)
        {
            foreach (var (first, count) in Runs)
            {
                var table = _tables.Filled<Pmd>(i => (ulong)i);
                EntryFill.Store(table, first, count, entry, kernel);
                for (var i = 0; i < 512; i++)
                {
                    var expected = i >= first && i < first + count ? entry.Raw + ((ulong)(i - first) << Pmd.Shift) : (ulong)i;
                    Assert.Equal(expected, table.Entries[i]);
                }

                EntryFill.Clear(table, first, count);
                for (var i = 0; i < 512; i++) Assert.Equal(i >= first && i < first + count ? 0 : (ulong)i, table.Entries[i]);
                _tables.Arena.Reset();
            }
        }
    }

    [Fact]
    public void A_run_beyond_the_table_is_asserted_against()
    {
        var table = _tables.Filled<Pmd>(_ => 0);
        Assert.Throws<EnsureException>(() => EntrySummary.Of(table, 1, 512));
        Assert.Throws<EnsureException>(() => EntrySummary.Of(table, 1, int.MaxValue));
        Assert.Throws<EnsureException>(() => EntryFill.Store(table, 1, int.MaxValue, Pte.None));
        Assert.Throws<EnsureException>(() => EntryFill.Clear(table, 1, int.MaxValue));
        Assert.Throws<EnsureException>(() => EntryFill.Store(table, 512, 1, Pte.None));
        Assert.Throws<EnsureException>(() => EntryFill.Clear(table, -1, 1));
    }
}
