using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;

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

    // Frame 0 is the statement.
    private Frame[] _frames = new Frame[32];
    private int _depth;

    /// <param name="flushWaits">A flush waits for walkers with interrupts off, as one by interrupts does; else the broadcast must.</param>
    public StepChecks(Machine machine, bool flushWaits = true)
    {
        _machine = machine;
        _flushWaits = flushWaits;
        _findings = new(machine, () => Stack);
    }

    /// <summary>The functions that are under way, outermost first.</summary>
    public IReadOnlyList<KernelFunction> Stack => [.. _frames[1..(_depth + 1)].Select(frame => frame.Function)];

    internal Findings Findings => _findings;

    public void Enter(KernelFunction function)
    {
        if (++_depth == _frames.Length) Array.Resize(ref _frames, 2 * _depth);
        _frames[_depth] = new() { Function = function, IsLoop = Loops[(int)function] };
        if (function == KernelFunction.TlbRemoveTableSyncOne) _unwaited.Clear();
    }

    public void Leave() => _depth = Math.Max(0, _depth - 1);

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
        if (!frame.IsLoop) return;
        if (address.Value >= frame.Next)
        {
            frame.Next = address.Value + 1;
            return;
        }

        _findings.Add("visited twice", $"{frame.Function.CName()} looks up what it has passed already", MmOf(mm), PageAt(address));
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
