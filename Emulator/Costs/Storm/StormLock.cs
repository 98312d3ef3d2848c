using Emulator.Accounting;

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
