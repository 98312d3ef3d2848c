using Emulator.Native;

namespace Perf;

/// <summary>Every SIMD kernel that can run here against the scalar one, over tables of every density: a few milliseconds.</summary>
internal static class SimdSelfCheck
{
    private const int TableCount = 256;

    /// <returns>How many tables were compared.</returns>
    /// <exception cref="EnsureException">A kernel answers otherwise than the specification.</exception>
    internal static int Run()
    {
        using var arena = new FrameArena(new() { Limit = ByteSize.FromMega(8) });
        var random = new Random(1);
        for (var density = 0; density < TableCount; density++)
        {
            var table = arena.TableAt<Pmd>(arena.Allocate<Pmd>(0));
            for (var address = VirtAddr.Zero; address < new VirtAddr(Pud.Span); address += Pmd.Span)
            {
                if (random.Next(TableCount - 1) < density) table[address] = new((ulong)random.NextInt64());
            }

            foreach (var kernel in Simd.Available) Compare(table, kernel);
        }

        return TableCount;
    }

    private static void Compare(Table<Pmd> table, SimdKernel kernel)
    {
        const ulong Mask = Pte.Present | Pte.Write;
        Ensure.That(PresentEntries.Find(table, kernel) == PresentEntries.Find(table, SimdKernel.Scalar));
        Ensure.That(PresentEntries.Count(table, kernel) == PresentEntries.Count(table, SimdKernel.Scalar));
        Ensure.That(
            MatchingEntries.Find(table, Mask, Pte.Present, kernel) == MatchingEntries.Find(table, Mask, Pte.Present, SimdKernel.Scalar));
        Ensure.That(
            MatchingEntries.Count(table, Mask, Pte.Present, kernel) == MatchingEntries.Count(table, Mask, Pte.Present, SimdKernel.Scalar));
    }
}
