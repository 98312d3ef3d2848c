using Emulator.Probes;

namespace Emulator.Costs;

/// <summary>
/// A lock of the simulation: first come, first served, and readers that stand together go together. A queued spinlock is one that its
/// waiters keep their CPU for.
/// </summary>
internal sealed class StormLock(StormLockUse use, bool isSpinlock)
{
    private readonly Queue<(StormTask Task, LockMode Mode)> _queue = [];
    private int _readers;
    private bool _isWriteLocked;
    private double _heldSince;

    internal StormLockUse Use => use;

    internal bool IsSpinlock => isSpinlock;

    /// <returns>Is it held now? Else the task stands in the queue.</returns>
    internal bool TryTake(StormTask task, LockMode mode, double now)
    {
        if (_queue.Count > 0 || !IsFree(mode))
        {
            task.WaitsSince = now;
            _queue.Enqueue((task, mode));
            return false;
        }

        Take(mode, now);
        return true;
    }

    /// <summary>Lets it go, and gives it to whoever is next.</summary>
    internal void Release(LockMode mode, double now, Action<StormTask> granted)
    {
        if (mode == LockMode.Write) _isWriteLocked = false;
        else _readers--;
        if (_readers == 0)
        {
            use.HeldNs += now - _heldSince;
            use.LongestHeldNs = Math.Max(use.LongestHeldNs, now - _heldSince);
        }

        while (_queue.TryPeek(out var next) && IsFree(next.Mode))
        {
            _queue.Dequeue();
            Take(next.Mode, now);
            granted(next.Task);
        }
    }

    private bool IsFree(LockMode mode) => !_isWriteLocked && (mode != LockMode.Write || _readers == 0);

    private void Take(LockMode mode, double now)
    {
        use.Taken++;
        if (_readers == 0) _heldSince = now;
        if (mode == LockMode.Write) _isWriteLocked = true;
        else _readers++;
    }
}

/// <summary>How all locks of one kind were used.</summary>
public sealed class StormLockUse(StateKind kind)
{
    public StateKind Kind => kind;

    public long Taken { get; internal set; }

    public double HeldNs { get; internal set; }

    public double LongestHeldNs { get; internal set; }

    public double WaitedNs { get; internal set; }

    public double LongestWaitNs { get; internal set; }
}

/// <summary>Numbers for the locks that the emulator's kernel takes.</summary>
internal sealed class StormLocks
{
    private readonly Dictionary<StateKey, int> _numbers = [];
    private readonly List<StateKey> _keys = [];

    internal int Count => _keys.Count;

    internal int NumberOf(StateKey key)
    {
        if (_numbers.TryGetValue(key, out var number)) return number;
        _numbers.Add(key, _keys.Count);
        _keys.Add(key);
        return _keys.Count - 1;
    }

    internal StateKey KeyOf(int number) => _keys[number];
}
