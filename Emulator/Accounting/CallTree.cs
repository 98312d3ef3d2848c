using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Accounting;

/// <summary>Calls by stack: a node a function, below the function that called it. Also the totals by function.</summary>
public sealed class CallTree
{
    private readonly long[] _totals = new long[KernelFunctions.Count];
    private Node _current;
    private StateKey _lastTable;
    private WrittenTable _pages, _upper;
    private bool _isWritten, _isZapped;

    public CallTree() => _current = Root;

    /// <summary>The caller of everything; its own function means nothing.</summary>
    public Node Root { get; } = new(null, default);

    /// <summary>How often a function was called, whoever called it.</summary>
    public long this[KernelFunction function] => _totals[(int)function];

    /// <summary>The same of all functions, in the order of <see cref="KernelFunction"/>.</summary>
    public ReadOnlySpan<long> Totals => _totals;

    public void Enter(KernelFunction function)
    {
        _current = _current.Child(function);
        _current.Calls++;
        _totals[(int)function]++;
    }

    public void Leave() => _current = _current.Parent ?? _current;

    public void Add(KernelFunction function, long times)
    {
        _current.Child(function).Calls += times;
        _totals[(int)function] += times;
    }

    /// <summary>
    /// A lock is taken: if it is another table's than the last, a cache misses (<see cref="KernelFunction.TableMiss"/>), in the function that
    /// runs.
    /// </summary>
    public void Locked(StateKey what)
    {
        if (what.Kind != StateKind.PageTableLock || what == _lastTable) return;
        _lastTable = what;
        Add(KernelFunction.TableMiss, 1);
    }

    /// <summary>
    /// An entry of 2^shift bytes is written: what a hypervisor that shadows page tables traps, and what it gives up to trap
    /// (<see cref="KernelFunction.ShadowWrite"/> and the next two).
    /// </summary>
    public void Written(int mm, VirtAddr address, int shift)
    {
        const int ShiftOfTable = 9;
        var table = address.Value >> (shift + ShiftOfTable);
        var isOfPages = shift < Pud.Shift;
        ref var last = ref isOfPages ? ref _pages : ref _upper;
        var isOther = last.Write(mm, shift, table);
        if (!_isWritten) Add(KernelFunction.ShadowWrite, 1);
        _isWritten = true;
        if (isOther && isOfPages) Add(KernelFunction.ShadowTable, 1);
        if (_isZapped || (last.Writes < 3 && _totals[(int)KernelFunction.ShadowTable] < 2)) return;
        _isZapped = true;
        Add(KernelFunction.ShadowZap, 1);
    }

    /// <summary>The table that was written last, of one level, and how often in a row.</summary>
    private struct WrittenTable
    {
        private int _mm, _shift;
        private ulong _table;

        internal int Writes { get; private set; }

        /// <returns>Is it another than the last one?</returns>
        internal bool Write(int mm, int shift, ulong table)
        {
            var isOther = Writes == 0 || (mm, shift, table) != (_mm, _shift, _table);
            (_mm, _shift, _table, Writes) = (mm, shift, table, isOther ? 1 : Writes + 1);
            return isOther;
        }
    }

    /// <summary>One function in one place of the tree.</summary>
    public sealed class Node(Node? parent, KernelFunction function)
    {
        private readonly List<Node> _children = [];

        public KernelFunction Function => function;

        public Node? Parent => parent;

        public long Calls { get; set; }

        /// <summary>In the order of the first call.</summary>
        public IReadOnlyList<Node> Children => _children;

        internal Node Child(KernelFunction callee)
        {
            foreach (var child in _children)
            {
                if (child.Function == callee) return child;
            }

            var added = new Node(this, callee);
            _children.Add(added);
            return added;
        }
    }
}
