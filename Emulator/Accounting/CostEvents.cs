using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Accounting;

/// <summary>
/// What takes time in one statement besides calls: a cache misses, a hypervisor traps. Each is counted in the function that runs, so that
/// profiles and flame graphs have it in its place.
/// </summary>
internal sealed class CostEvents
{
    private StateKey _lastTable;
    private WrittenTable _pages, _upper;
    private bool _isWritten, _isZapped;
    private int _shadowTables;

    /// <summary>A lock is taken: if it is another table's than the last one, a cache misses (<see cref="KernelFunction.TableMiss"/>).</summary>
    public void Add(in Locked happened, CallTree calls)
    {
        if (happened.What.Kind != StateKind.PageTableLock || happened.What == _lastTable) return;
        _lastTable = happened.What;
        calls.Add(KernelFunction.TableMiss, 1);
    }

    /// <summary>
    /// An entry is written: what a hypervisor that shadows page tables traps, and what it gives up to trap
    /// (<see cref="KernelFunction.ShadowWrite"/> and the next two).
    /// </summary>
    public void Add(in Changed happened, CallTree calls)
    {
        const int ShiftOfTable = 9;
        var table = happened.Address.Value >> (happened.Shift + ShiftOfTable);
        var isOfPages = happened.Shift < Pud.Shift;
        ref var last = ref isOfPages ? ref _pages : ref _upper;
        var isOther = last.Write(happened.Mm, happened.Shift, table);
        if (!_isWritten) calls.Add(KernelFunction.ShadowWrite, 1);
        _isWritten = true;
        if (isOther && isOfPages)
        {
            calls.Add(KernelFunction.ShadowTable, 1);
            _shadowTables++;
        }

        if (_isZapped || (last.Writes < 3 && _shadowTables < 2)) return;
        _isZapped = true;
        calls.Add(KernelFunction.ShadowZap, 1);
    }

    /// <summary>The table of one level that was written last, and how often in a row.</summary>
    private struct WrittenTable
    {
        private int _mm, _shift;
        private ulong _table;

        internal int Writes { get; private set; }

        /// <returns>Is it another one than the last?</returns>
        internal bool Write(int mm, int shift, ulong table)
        {
            var isOther = Writes == 0 || (mm, shift, table) != (_mm, _shift, _table);
            (_mm, _shift, _table, Writes) = (mm, shift, table, isOther ? 1 : Writes + 1);
            return isOther;
        }
    }
}
