using Emulator.Kernel;
using Emulator.Probes;

namespace Emulator.Checks;

/// <content>
/// Locks are taken in the order of mm/rmap.c, which <see cref="StateKey.Rank"/> is; a trylock can't wait, and may break it. Whoever waits
/// for what it holds waits for ever.
/// </content>
public sealed partial class StepChecks
{
    private const int Ranks = StateKind.Interrupts - StateKind.MmapLock + 1;

    private readonly List<(StateKey Key, LockMode Mode)> _held = [];
    private readonly int[] _heldOfRank = new int[Ranks];

    // A bit for each rank of which something is held.
    private uint _heldRanks;

    /// <summary>It will be waited for; a trylock comes as <see cref="Locked"/> alone.</summary>
    public void Locking(StateKey what, LockMode mode)
    {
        if (_heldRanks >> what.Rank != 0) CheckOrder(what, mode);
    }

    public void Locked(StateKey what, LockMode mode)
    {
        _held.Add((what, mode));
        _heldOfRank[what.Rank]++;
        _heldRanks |= 1u << what.Rank;
    }

    public void Unlocked(StateKey what, LockMode mode)
    {
        if (what.Kind == StateKind.IMmapLock) CheckDetached();
        for (var i = _held.Count - 1; i >= 0; i--)
        {
            if (_held[i].Key != what) continue;
            _held.RemoveAt(i);
            if (--_heldOfRank[what.Rank] == 0) _heldRanks &= ~(1u << what.Rank);
            return;
        }
    }

    private bool IsWriteLocked(StateKind kind)
    {
        if (_heldOfRank[kind - StateKind.MmapLock] == 0) return false;
        return _held.Exists(one => one.Key.Kind == kind && one.Mode == LockMode.Write);
    }

    private void CheckOrder(StateKey what, LockMode mode)
    {
        var (how, name) = (mode == LockMode.Write ? "writing" : "reading", what.LockName);
        foreach (var (held, heldMode) in _held)
        {
            if (held == what)
            {
                var isRead = mode == LockMode.Read && heldMode == LockMode.Read;
                Report(isRead ? CheckNames.LockOrder : CheckNames.SelfDeadlock, $"{name} is taken for {how} by the task that holds it");
            }
            else if (held.Rank > what.Rank || (held.Rank == what.Rank && !MayNest(what)))
            {
                Report(CheckNames.LockOrder, $"{name} is taken for {how} while {held.LockName} is held, which comes after it");
            }
        }
    }

    /// <summary>
    /// Per-VMA locks may be held together, by whoever holds mmap_lock for writing; and fork holds the locks of the child's table, which
    /// nobody else has, and the parent's.
    /// </summary>
    private bool MayNest(StateKey what) =>
        what.Kind == StateKind.VmaLock || (what.Kind == StateKind.PageTableLock && IsIn(KernelFunction.CopyHugetlbPageRange));

    private void EndLocks()
    {
        foreach (var (key, mode) in _held)
        {
            var how = mode == LockMode.Write ? "writing" : "reading";
            Report(CheckNames.LockHeld, $"{key.LockName} is still held for {how} at the end of the call");
        }

        _held.Clear();
        Array.Clear(_heldOfRank);
        _heldRanks = 0;
    }

    private void Report(string check, string what) => _machine.Report(Underway(new(check, what)));
}
