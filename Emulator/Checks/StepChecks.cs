using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Checks;

/// <summary>
/// What is asserted of every step of one kernel (of one actor, where several share a machine): the order of locks, notifier ranges, flushes
/// before i_mmap_rwsem is dropped, and that no loop looks at an address twice. Each is O(1) a step. docs/checks.md says what Linux relies
/// on.
/// </summary>
public sealed partial class StepChecks
{
    private static readonly bool[] Loops =
    [
        .. Enum.GetValues<KernelFunction>().Select(function => function is KernelFunction.HugetlbUnsharePmds
            or KernelFunction.HugetlbChangeProtection or KernelFunction.UnmapHugepageRange
            or KernelFunction.MoveHugetlbPageTables or KernelFunction.CopyHugetlbPageRange),
    ];

    private readonly Machine _machine;
    private readonly bool _flushWaits;
    private readonly Findings _findings;

    private Mm? _mm;
    private AddrRange? _statement;
    private (int Mm, VirtAddr Address)? _at;
    private IReadOnlyList<KernelFunction>? _path;

    // Frame 0 is the statement.
    private Frame[] _frames = new Frame[32];
    private int _depth;

    /// <param name="flushWaits">A flush waits for walkers with interrupts off, as one by interrupts does; otherwise the broadcast must.</param>
    public StepChecks(Machine machine, bool flushWaits = true)
    {
        _machine = machine;
        _flushWaits = flushWaits;
        _findings = new(machine, () => Stack);
    }

    /// <summary>The functions that are under way, outermost first.</summary>
    public IReadOnlyList<KernelFunction> Stack => [.. _frames[1..(_depth + 1)].Select(frame => frame.Function)];

    /// <summary>The call path of the statement that ended last: to its first loop over tables, or the call.</summary>
    public IReadOnlyList<KernelFunction> LastCallPath { get; private set; } = [];

    /// <summary>Changes with each function that is entered or left.</summary>
    internal long Moves { get; private set; }

    internal Findings Findings => _findings;

    /// <summary>A statement starts, of a process; where it says so, in a range.</summary>
    public void StartStatement(Mm? mm, AddrRange? range) => (_mm, _statement, _at, _path) = (mm, range, null, null);

    /// <summary>A finding with what is under way, and with the place where that is.</summary>
    public Violation Underway(Violation violation)
    {
        ArgumentNullException.ThrowIfNull(violation);
        if (violation.Stack.Count == 0) violation = violation with { Stack = Stack };
        if (violation.Range is not null || Here is not (var mm, var range)) return violation;
        return violation with { What = $"{Place.Of(mm, range)}: {violation.What}", Process = mm.Name, Range = range };
    }

    public void Enter(KernelFunction function)
    {
        if (++_depth == _frames.Length) Array.Resize(ref _frames, 2 * _depth);
        _frames[_depth] = new() { Function = function, IsLoop = Loops[(int)function] };
        Moves++;
        if (_path is null || (Loops[(int)function] && !Loops[(int)_path[^1]])) _path = Stack;
        if (function == KernelFunction.TlbRemoveTableSyncOne) _unwaited.Clear();
    }

    public void Leave()
    {
        _depth = Math.Max(0, _depth - 1);
        Moves++;
    }

    public bool IsIn(KernelFunction function)
    {
        for (var i = _depth; i > 0; i--)
        {
            if (_frames[i].Function == function) return true;
        }

        return false;
    }

    /// <summary>A loop goes forward: what it has looked at, or passed by, it does not look at again.</summary>
    public void LookedUp(int mm, VirtAddr address)
    {
        ref var frame = ref _frames[_depth];
        _at = (mm, address);
        if (!frame.IsLoop) return;
        if (address.Value >= frame.Next)
        {
            frame.Next = address.Value + 1;
            return;
        }

        _findings.Add(CheckNames.VisitedTwice, $"{frame.Function.CName()} looks up what it has passed already", MmOf(mm), PageAt(address));
    }

    /// <summary>The statement ends: nothing may be held or open any more.</summary>
    public void EndStatement()
    {
        // Whoever never comes back holds what it holds.
        if (!_machine.IsStuck) EndLocks();
        if (!_machine.IsStuck) EndNotifiers();
        _owed.Clear();
        _flush = null;
        _unwaited.Clear();
        _depth = 0;
        _frames[0] = default;
        _findings.Report();
        LastCallPath = _path ?? [];
        StartStatement(null, null);
    }

    /// <summary>What notifiers were told of last; otherwise the page that was looked at last; otherwise the statement's range.</summary>
    private (Mm Mm, AddrRange Range)? Here
    {
        get
        {
            if (_active.Count > 0 && MmOf(_active[^1].Mm) is { } notified) return (notified, _active[^1].Range);
            if (_at is { } at && MmOf(at.Mm) is { } owner) return (owner, PageAt(at.Address.AlignDown<Pmd>()));
            return _mm is not null && _statement is { } range ? (_mm, range) : null;
        }
    }

    private Mm? MmOf(int number) => _machine.MmOf(number);

    private static AddrRange PageAt(VirtAddr address) => new(address, address + Pmd.Span);

    private struct Frame
    {
        internal KernelFunction Function;
        internal bool IsLoop;

        /// <summary>One beyond the highest address that was looked up.</summary>
        internal ulong Next;

    }
}
