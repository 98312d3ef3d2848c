using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Checks;

/// <summary>Which tables and address spaces a statement changed, so that a check of every entry after it looks at no others.</summary>
public sealed class ChangedTables(Machine machine, StepChecks steps)
{
    private const int PathsMax = 1 << 16;

    private readonly HashSet<PhysAddr> _tables = [];
    private readonly HashSet<ulong> _mms = [];
    private (int Mm, ulong Slot) _last = (-1, 0);
    private bool _hasFileChanged;

    // By which call path the first entry of a 1G changed, and which table an entry named before.
    private readonly Dictionary<(int Mm, ulong Slot), IReadOnlyList<KernelFunction>> _paths = [];
    private readonly Dictionary<PhysAddr, (int Mm, VirtAddr Slot)> _detached = [];
    private IReadOnlyList<KernelFunction> _path = [];
    private long _pathAt = -1;

    public bool IsIn(Mm mm) => _hasFileChanged || _mms.Contains((ulong)mm.Number);

    public bool Contains(PhysAddr table) => _tables.Contains(table);

    /// <summary>The call path to what is so in a range now: that of the first change there, or the statement's.</summary>
    public IReadOnlyList<KernelFunction> CallPathTo(Mm mm, AddrRange range)
    {
        for (var slot = range.Start.Slot<Pud>(); _paths.Count > 0 && slot <= (range.End - 1).Slot<Pud>(); slot++)
        {
            if (_paths.TryGetValue((mm.Number, slot), out var path)) return path;
        }

        return steps.LastCallPath;
    }

    /// <summary>The call path of the statement.</summary>
    public IReadOnlyList<KernelFunction> CallPath => steps.LastCallPath;

    /// <summary>Where a table was until it was detached in this statement.</summary>
    public (Mm Mm, AddrRange Range)? PlaceOf(PhysAddr detached) =>
        _detached.TryGetValue(detached, out var was) && machine.MmOf(was.Mm) is { } mm ? (mm, new(was.Slot, was.Slot + Pud.Span)) : null;

    public void Changed(int mm, VirtAddr address, int shift, Pte old, Pte now)
    {
        if (shift == Pmd.Shift)
        {
            var at = (mm, address.Slot<Pud>());
            if (at == _last) return;
            _last = at;
            Keep(at);
            if (machine.MmOf(mm) is { } owner) Add(PageTables.PudEntry(machine.Arena, owner, address));
        }
        else if (shift == Pud.Shift)
        {
            _last = (-1, 0);
            Keep((mm, address.Slot<Pud>()));
            if (old.IsTable && _detached.Count < PathsMax) _detached[old.TableAddress] = (mm, address.AlignDown<Pud>());
            Add(old);
            Add(now);
        }
    }

    public void Touches(StateKey what, bool isWrite)
    {
        if (isWrite && what.Kind == StateKind.Vmas) _mms.Add(what.Id);
    }

    /// <summary>A call takes pages out of a file.</summary>
    public void Enter(KernelFunction function) =>
        _hasFileChanged |= function is KernelFunction.Truncate or KernelFunction.Fallocate;

    public void Clear()
    {
        _tables.Clear();
        _mms.Clear();
        _last = (-1, 0);
        _hasFileChanged = false;
        _paths.Clear();
        _detached.Clear();
    }

    private void Keep((int Mm, ulong Slot) at)
    {
        if (_paths.Count >= PathsMax) return;
        // A loop changes many under the same functions.
        if (_pathAt != steps.Moves) (_path, _pathAt) = (steps.Stack, steps.Moves);
        _paths.TryAdd(at, _path);
    }

    private void Add(Pte pud)
    {
        if (pud.IsTable) _tables.Add(pud.TableAddress);
    }
}
