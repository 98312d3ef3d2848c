using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Checks;

/// <summary>Which tables and address spaces a statement changed, so that a check of every entry after it looks at no others.</summary>
public sealed class ChangedTables(Machine machine, StepChecks steps)
{
    private const int WaysMax = 1 << 16;

    private readonly HashSet<PhysAddr> _tables = [];
    private readonly HashSet<ulong> _mms = [];
    private (int Mm, ulong Slot) _last = (-1, 0);
    private bool _hasFileChanged;

    // By which way the first entry of a 1G changed, and which table an entry named before.
    private readonly Dictionary<(int Mm, ulong Slot), IReadOnlyList<KernelFunction>> _ways = [];
    private readonly Dictionary<PhysAddr, (int Mm, VirtAddr Slot)> _detached = [];
    private IReadOnlyList<KernelFunction> _way = [];
    private long _wayAt = -1;

    public bool IsIn(Mm mm) => _hasFileChanged || _mms.Contains((ulong)mm.Number);

    public bool Contains(PhysAddr table) => _tables.Contains(table);

    /// <summary>The way to what is so in a range now: to the first change there, otherwise of the statement.</summary>
    public IReadOnlyList<KernelFunction> WayTo(Mm mm, AddrRange range)
    {
        for (var slot = range.Start.Slot<Pud>(); _ways.Count > 0 && slot <= (range.End - 1).Slot<Pud>(); slot++)
        {
            if (_ways.TryGetValue((mm.Number, slot), out var way)) return way;
        }

        return steps.LastWay;
    }

    /// <summary>The way of the statement.</summary>
    public IReadOnlyList<KernelFunction> Way => steps.LastWay;

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
            if (old.IsTable && _detached.Count < WaysMax) _detached[old.TableAddress] = (mm, address.AlignDown<Pud>());
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
        _ways.Clear();
        _detached.Clear();
    }

    private void Keep((int Mm, ulong Slot) at)
    {
        if (_ways.Count >= WaysMax) return;
        // A loop changes many under the same functions.
        if (_wayAt != steps.Moves) (_way, _wayAt) = (steps.Stack, steps.Moves);
        _ways.TryAdd(at, _way);
    }

    private void Add(Pte pud)
    {
        if (pud.IsTable) _tables.Add(pud.TableAddress);
    }
}
