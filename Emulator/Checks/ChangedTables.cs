using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Checks;

/// <summary>Which tables and address spaces a statement changed, so that a check of every entry after it looks at no others.</summary>
public sealed class ChangedTables(Machine machine)
{
    private readonly HashSet<PhysAddr> _tables = [];
    private readonly HashSet<ulong> _mms = [];
    private (int Mm, ulong Slot) _last = (-1, 0);
    private bool _hasFileChanged;

    public bool IsIn(Mm mm) => _hasFileChanged || _mms.Contains((ulong)mm.Number);

    public bool Contains(PhysAddr table) => _tables.Contains(table);

    public void Changed(int mm, VirtAddr address, int shift, Pte old, Pte now)
    {
        if (shift == Pmd.Shift)
        {
            var at = (mm, address.Slot<Pud>());
            if (at == _last) return;
            _last = at;
            if (machine.MmOf(mm) is { } owner) Add(PageTables.PudEntry(machine.Arena, owner, address));
        }
        else if (shift == Pud.Shift)
        {
            _last = (-1, 0);
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
    }

    private void Add(Pte pud)
    {
        if (pud.IsTable) _tables.Add(pud.TableAddress);
    }
}
