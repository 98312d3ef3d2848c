using Emulator.Probes;

namespace Emulator.Accounting;

/// <summary>Calls by stack: a node a function, below the function that called it. Also the totals by function.</summary>
public sealed class CallTree
{
    private readonly long[] _totals = new long[KernelFunctions.Count];
    private Node _current;

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
