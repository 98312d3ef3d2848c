using Emulator.Accounting;

namespace Emulator.Costs;

/// <summary>
/// The steps of what the emulator's kernel does for one task: work by a profile, locks, interrupts. A function's own time comes after its
/// mmap_lock or fault mutex, which it takes first of all and works under; before any other lock; at its end where it takes none.
/// </summary>
internal sealed class StormRecording(CostProfile profile, StormLocks locks, StormTimes times)
{
    private readonly CostRange[] _costs =
        [.. Enum.GetValues<KernelFunction>().Select(function => Storm.IsSimulated(function) ? default : profile.ShareOf(function))];

    private readonly CallTree _misses = new();
    private readonly List<CostRange> _entered = [];
    private readonly bool[] _takesTime = new bool[KernelFunctions.Count];
    private List<StormStep> _steps = [];
    private CostRange _work;

    /// <summary>Those that took part in it and have a cost.</summary>
    internal IReadOnlyList<KernelFunction> Functions =>
        [.. Enum.GetValues<KernelFunction>().Where(function => _takesTime[(int)function] && profile.Costs.ContainsKey(function))];

    /// <summary>Goes on with another task.</summary>
    internal void RecordInto(List<StormStep> steps)
    {
        EndWork();
        _steps = steps;
    }

    /// <summary>Work so far becomes a step.</summary>
    internal void EndWork()
    {
        if (_work.High > 0) _steps.Add(new(StormStepKind.Work, times.NumberOf(_work), default));
        _work = default;
    }

    internal void Entered(KernelFunction function)
    {
        _takesTime[(int)function] = true;
        _entered.Add(_costs[(int)function]);
    }

    internal void Left()
    {
        _work += _entered[^1];
        _entered.RemoveAt(_entered.Count - 1);
    }

    internal void Called(KernelFunction function, long calls)
    {
        _takesTime[(int)function] |= calls > 0;
        _work += _costs[(int)function] * calls;
        if (function == KernelFunction.SendIpi) Add(StormStepKind.Interrupt, (int)calls, default);
    }

    internal void Locked(StateKey what, LockMode mode)
    {
        var before = _misses[KernelFunction.TableMiss];
        _misses.Locked(what);
        if (_misses[KernelFunction.TableMiss] != before) Called(KernelFunction.TableMiss, 1);
        var isOutermost = what.Kind is StateKind.MmapLock or StateKind.FaultMutex;
        if (!isOutermost) WorkOfEntered();
        Add(StormStepKind.Lock, locks.NumberOf(what), mode);
        if (isOutermost) WorkOfEntered();
    }

    internal void Unlocked(StateKey what, LockMode mode) => Add(StormStepKind.Unlock, locks.NumberOf(what), mode);

    private void WorkOfEntered()
    {
        for (var i = 0; i < _entered.Count; i++)
        {
            _work += _entered[i];
            _entered[i] = default;
        }
    }

    private void Add(StormStepKind kind, int number, LockMode mode)
    {
        EndWork();
        _steps.Add(new(kind, number, mode));
    }
}
