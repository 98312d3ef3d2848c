using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Tlb;

/// <summary>A CPU of the emulated machine with real TLBs, and what became of what they held.</summary>
public sealed class HardwareCpu : IDisposable
{
    private readonly InvalidationCount[] _byCause = new InvalidationCount[Enum.GetValues<InvalidationCause>().Length];

    // Whose number a PCID is.
    private readonly Dictionary<int, int> _mms = [];

    // Translations that went, and were not walked for since, by what took them.
    private readonly Dictionary<(int Mm, TlbEntryKind Kind, VirtAddr Start), InvalidationCause> _gone = [];

    public HardwareCpu(CpuModel model, FrameArena arena, CpuState state) => Unit = new(model, arena) { State = state };

    public TranslationUnit Unit { get; }

    /// <summary>Writes of CR3 that loaded a mm.</summary>
    public long Switches { get; private set; }

    /// <summary>Accesses that went through by a translation that the tables did not have any more.</summary>
    public long StaleHits { get; private set; }

    /// <summary>The mm whose number a PCID is; -1 for none.</summary>
    public int MmOf(int pcid) => _mms.GetValueOrDefault(pcid, -1);

    public InvalidationCount this[InvalidationCause cause] => _byCause[(int)cause];

    /// <summary>An access that the tables allow. What is cached may allow less: that is a fault which changes nothing, and then a walk.</summary>
    /// <param name="page">The entry of 2^shift bytes that the tables have.</param>
    public void Access(VirtAddr address, MemoryAccess access, Pte page, int shift)
    {
        var translation = Translate(address, access);
        if (translation.IsFault) translation = Translate(address, access);
        var offset = address.Value & ((1UL << shift) - 1);
        var expected = page.AsPage(is4K: shift == Pt.Shift).TableAddress.Value | offset;
        if (!translation.IsFault && translation.Address.Value != expected) StaleHits++;
    }

    /// <summary>An access that the tables refuse.</summary>
    public void Refused(VirtAddr address, MemoryAccess access)
    {
        if (!Translate(address, access).IsFault) StaleHits++;
    }

    /// <summary>CR3 is written: another mm, or the same one that missed a flush.</summary>
    public void Load(int mm, PhysAddr root, int pcid, bool keeps)
    {
        Switches++;
        if (keeps) Unit.WriteCr3(root, pcid, keeps: true);
        else Invalidate(InvalidationCause.Cr3Switch, 1, () => Unit.WriteCr3(root, pcid, keeps: false));
        _mms[pcid] = mm;
    }

    /// <summary>flush_tlb_func, of the mm that is loaded.</summary>
    public void Flush(TlbFlush flush)
    {
        if (flush.IsFull)
        {
            Invalidate(InvalidationCause.Cr3Flush, 1, () => Unit.WriteCr3(Unit.State.Root, Unit.State.Pcid, keeps: false));
            return;
        }

        var addresses = new List<VirtAddr>();
        for (var address = flush.Range.Start; address < flush.Range.End; address += 1UL << flush.StrideShift) addresses.Add(address);
        Invalidate(InvalidationCause.Invlpg, addresses.Count, () => addresses.ForEach(Unit.Invlpg));
    }

    /// <summary>INVLPGB of this CPU or another.</summary>
    public void Apply(Invlpgb what, bool isAsker) => Invalidate(InvalidationCause.Invlpgb, isAsker ? 1 : 0, () => Unit.Apply(what));

    public void Dispose() => Unit.Dispose();

    private Translation Translate(VirtAddr address, MemoryAccess access)
    {
        var translation = Unit.Translate(address, access);
        if (translation.End != TranslationEnd.Walked || _gone.Count == 0) return translation;
        var page = (MmOf(Unit.State.Pcid), translation.Kind, TlbTag.Of(translation.Kind, address, 0).Start);
        if (_gone.Remove(page, out var cause)) _byCause[(int)cause].Refills++;
        return translation;
    }

    private void Invalidate(InvalidationCause cause, int times, Action action)
    {
        ref var count = ref _byCause[(int)cause];
        count.Times += times;
        var before = Unit.Contents.Select(one => one.Tag).ToList();
        var dropped = Unit.Counts.Dropped;
        action();
        if (Unit.Counts.Dropped == dropped) return;
        var after = Unit.Contents.Select(one => one.Tag).ToHashSet();
        foreach (var tag in before.Where(tag => !after.Contains(tag)))
        {
            if (tag.IsTable)
            {
                count.Tables++;
                continue;
            }

            count.Translations++;
            _gone[(MmOf(tag.Pcid), tag.Kind, tag.Start)] = cause;
        }
    }
}
