using System.Numerics;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Kernel;

/// <content>The loop of [PATCH v5 04/10] in bulk: the steps of 2M inside a 1G are counted, not made.</content>
public sealed partial class Kernel<P>
{
    private const long StepsInPud = (long)(Pud.Span / Pmd.Span);

    /// <summary>
    /// What v5's loop does over a whole VMA, with the same counts and the same tables: for each 2M "look up, lock, huge_pmd_unshare", and
    /// after a success on to the next 1G, or one step back if the address was aligned (docs/kernel-calls.md).
    /// </summary>
    /// <param name="vma">Of 2 MB pages.</param>
    internal void HugePmdUnshareBy2M(Vma vma)
    {
        Ensure.That(CanScan(vma));
        for (var start = vma.Start; start < vma.End;)
        {
            var end = Min(vma.End, start.AlignDown<P4d>() + P4d.Span);
            var table = PudTable(vma.Mm, start);
            if (table.IsNull) Probe.Tell(new Called(KernelFunction.HugePteOffset, StepsIn(start, end)));
            else ScanBy2M(vma, table, start, end);
            start = end;
        }
    }

    private void ScanBy2M(Vma vma, Table<Pud> table, VirtAddr start, VirtAddr end)
    {
        var (lookups, attempts) = (StepsIn(start, end), 0L);
        for (var line = LineOf(start); line < end; line += LineSpan)
        {
            var found = SharedTables.Find(_arena, table, (int)line.Index<Pud>());
            // With another probe than the silent one each table is looked at, for its lock is told.
            if (IsSilent && found.Shared == 0 && line >= start && line + LineSpan <= end)
            {
                attempts += BitOperations.PopCount(found.Tables) * StepsInPud;
                continue;
            }

            for (var tables = (uint)found.Tables; tables != 0; tables &= tables - 1)
            {
                var slot = line + ((ulong)BitOperations.TrailingZeroCount(tables) * Pud.Span);
                var (first, next) = (Max(slot, start), Min(slot + Pud.Span, end));
                if (first < next) attempts += AttemptsIn(vma, table, first, next, ref lookups);
            }
        }

        Probe.Tell(new Called(KernelFunction.HugePteOffset, lookups));
        CountAttempts(attempts);
    }

    /// <summary>The steps of one 1G with a table, from the first address that is visited to the next 1G or the end.</summary>
    private long AttemptsIn(Vma vma, Table<Pud> table, VirtAddr first, VirtAddr next, ref long lookups)
    {
        var ptep = _tables.TableAt<Pmd>(table[first].TableAddress).At(first);
        ref var info = ref _tables.InfoOf(ptep);
        // Once for all steps: they take the same lock again.
        using var ptl = LockOf(table[first].TableAddress);
        if (!IsShared(vma, ptep, in info)) return StepsIn(first, next);
        Detach(vma, first, ptep, ref info, broadcast: false);
        // Aligned: all steps, the first of them twice, over a table that is gone. Otherwise the rest of the 1G is never looked at.
        lookups += first.IsAligned<Pud>() ? 1 : 1 - StepsIn(first, next);
        return 1;
    }

    private const ulong LineSpan = SharedTables.EntryCount * Pud.Span;

    private static VirtAddr LineOf(VirtAddr address) => new(address.Value & ~(LineSpan - 1));

    private static long StepsIn(VirtAddr start, VirtAddr end) => (long)((end - start).Bytes / Pmd.Span);

    private static VirtAddr Max(VirtAddr a, VirtAddr b) => a > b ? a : b;
}
