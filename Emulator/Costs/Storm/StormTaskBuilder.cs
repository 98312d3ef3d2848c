using Emulator.Accounting;
using Emulator.Probes;

namespace Emulator.Costs;

/// <summary>
/// The steps of what the emulator's kernel does for one task: work, locks, interrupts. A function's own time comes after its
/// mmap_lock or fault mutex, which it takes first of all and works under; before any other lock; at its end where it takes none.
/// </summary>
internal sealed class StormTaskBuilder(StormLocks locks, StormWork works)
{
    private readonly CallTree _misses = new();
    private readonly CostEvents _costs = new();
    private readonly List<KernelFunction?> _entered = [];
    private readonly bool[] _takesPart = new bool[KernelFunctions.Count];
    private List<StormStep> _steps = [];
    private int _work;

    /// <summary>Those that took part in it.</summary>
    internal IReadOnlyList<KernelFunction> Functions =>
        [.. Enum.GetValues<KernelFunction>().Where(function => _takesPart[(int)function])];

    /// <summary>Goes on with another task.</summary>
    internal void RecordInto(List<StormStep> steps)
    {
        EndWork();
        _steps = steps;
    }

    /// <summary>Work so far becomes a step.</summary>
    internal void EndWork()
    {
        if (_work != StormWork.None) _steps.Add(new(StormStepKind.Work, _work, default));
        _work = StormWork.None;
    }

    internal void Entered(KernelFunction function)
    {
        _takesPart[(int)function] = true;
        _entered.Add(function);
    }

    internal void Left()
    {
        Works(_entered[^1], 1);
        _entered.RemoveAt(_entered.Count - 1);
    }

    internal void Called(KernelFunction function, long calls)
    {
        _takesPart[(int)function] |= calls > 0;
        Works(function, calls);
        if (function == KernelFunction.SendIpi) Add(StormStepKind.Interrupt, (int)calls, default);
    }

    internal void Locked(StateKey what, LockMode mode)
    {
        var before = _misses[KernelFunction.TableMiss];
        _costs.Add(new Locked(what, mode), _misses);
        if (_misses[KernelFunction.TableMiss] != before) Called(KernelFunction.TableMiss, 1);
        var isOutermost = what.Kind is StateKind.MmapLock or StateKind.FaultMutex;
        if (!isOutermost) WorkOfEntered();
        Add(StormStepKind.Lock, locks.NumberOf(what), mode);
        if (isOutermost) WorkOfEntered();
    }

    internal void Unlocked(StateKey what, LockMode mode) => Add(StormStepKind.Unlock, locks.NumberOf(what), mode);

    /// <summary>What is entered has done its own work, and does none when it is left.</summary>
    private void WorkOfEntered()
    {
        for (var i = 0; i < _entered.Count; i++)
        {
            Works(_entered[i], 1);
            _entered[i] = null;
        }
    }

    private void Works(KernelFunction? function, long calls)
    {
        if (function is { } its && calls > 0 && !CountedStorm.IsSimulated(its)) _work = works.After(_work, its, calls);
    }

    private void Add(StormStepKind kind, int number, LockMode mode)
    {
        EndWork();
        _steps.Add(new(kind, number, mode));
    }
}
