using Emulator.Accounting;

namespace Emulator.Costs;

/// <summary>The steps of what the emulator's kernel does for one task: work by a profile, locks, interrupts.</summary>
internal sealed class StormRecording(CostProfile profile, StormLocks locks)
{
    private readonly double[] _costs =
        [.. Enum.GetValues<KernelFunction>().Select(function => IsSimulated(function) ? 0 : profile.NanosecondsOf(function))];

    private readonly CallTree _misses = new();
    private List<StormStep> _steps = [];
    private double _work;

    /// <summary>Goes on with another task.</summary>
    internal void RecordInto(List<StormStep> steps)
    {
        EndWork();
        _steps = steps;
    }

    /// <summary>Work so far becomes a step.</summary>
    internal void EndWork()
    {
        if (_work > 0) _steps.Add(new(StormStepKind.Work, _work, 0, default));
        _work = 0;
    }

    internal void Called(KernelFunction function, long times)
    {
        _work += _costs[(int)function] * times;
        if (function == KernelFunction.SendIpi) Add(StormStepKind.Interrupt, (int)times, default);
    }

    internal void Locked(StateKey what, LockMode mode)
    {
        var before = _misses[KernelFunction.TableMiss];
        _misses.Locked(what);
        if (_misses[KernelFunction.TableMiss] != before) _work += _costs[(int)KernelFunction.TableMiss];
        Add(StormStepKind.Lock, locks.NumberOf(what), mode);
    }

    internal void Unlocked(StateKey what, LockMode mode) => Add(StormStepKind.Unlock, locks.NumberOf(what), mode);

    /// <summary>Sending and waiting take what the simulation says, not a cost by itself.</summary>
    private static bool IsSimulated(KernelFunction function) => function is KernelFunction.SmpCallFunctionMany or KernelFunction.SendIpi;

    private void Add(StormStepKind kind, int number, LockMode mode)
    {
        EndWork();
        _steps.Add(new(kind, 0, number, mode));
    }
}
