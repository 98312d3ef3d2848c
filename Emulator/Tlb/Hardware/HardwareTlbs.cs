using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Tlb;

/// <summary>
/// Real TLBs for the CPUs of an emulated machine, one <see cref="HardwareCpu"/> each, made when a mm is first loaded there. A mm's PCID is the
/// CPU's dynamic address-space number and one, as Linux has it; with INVLPGB a global one, which is not changed by a switch.
/// </summary>
/// <param name="cpus">What the emulated kernel says of each CPU.</param>
/// <param name="rootOf">The top-level table of a live mm.</param>
/// <param name="registers">What all CPUs have in common.</param>
/// <param name="isGlobal">Every mm has a global address-space number, and flushes are INVLPGBs.</param>
public sealed class HardwareTlbs(
    CpuModel model, FrameArena arena, IReadOnlyList<Cpu> cpus, Func<int, PhysAddr> rootOf, CpuState registers, bool isGlobal) : IWalkCaches, IDisposable
{
    /// <summary>The first global number (TLB_NR_DYN_ASIDS), as a PCID.</summary>
    private const int GlobalPcidMin = Cpu.AsidCount + 1;

    private readonly HardwareCpu?[] _cpus = new HardwareCpu?[cpus.Count];
    private readonly Dictionary<int, int> _globalPcids = [];
    private bool _isFlushNew;

    public CpuModel Model => model;

    /// <summary>The statement's accesses write.</summary>
    public bool IsWrite { get; set; }

    /// <summary>The CPUs that ran something so far, in the order of their numbers.</summary>
    public IEnumerable<(int Number, HardwareCpu Cpu)> Cpus => _cpus.Index().Where(one => one.Item is not null).Select(one => (one.Index, one.Item!));

    /// <summary>What all CPUs did so far.</summary>
    public HardwareCounts Counts => Cpus.Aggregate(HardwareCounts.None, (sum, one) => sum + HardwareCounts.Of(one.Cpu));

    public void Loaded(int cpu, int mm, bool flushes)
    {
        var pcid = isGlobal ? GlobalPcidOf(mm) : cpus[cpu].AsidOf(mm) + 1;
        (_cpus[cpu] ??= new(model, arena, registers)).Load(mm, rootOf(mm), pcid, keeps: isGlobal || !flushes);
    }

    public void Translated(int cpu, int mm, VirtAddr address, int shift, Pte leaf) =>
        Running(cpu, mm)?.Access(address, IsWrite ? MemoryAccess.Write : MemoryAccess.Read, leaf, shift);

    public void Missed(int cpu, int mm, VirtAddr address) => Running(cpu, mm)?.Refused(address, IsWrite ? MemoryAccess.Write : MemoryAccess.Read);

    public Pte CachedTable(int cpu, int mm, VirtAddr address) => Running(cpu, mm)?.Unit.CachedTable(address) ?? Pte.None;

    /// <summary>flush_tlb_mm_range begins; the CPUs that it reaches follow.</summary>
    public void FlushStarts() => _isFlushNew = true;

    /// <summary>A CPU that has the mm not loaded does nothing: it flushes when it loads the mm.</summary>
    public void Flushed(int cpu, int mm, TlbFlush flush)
    {
        if (!isGlobal) Running(cpu, mm)?.Flush(flush);
        else if (_isFlushNew) Broadcast(cpu, mm, flush);
        _isFlushNew = false;
    }

    public void Dispose()
    {
        foreach (var (_, cpu) in Cpus) cpu.Dispose();
    }

    private HardwareCpu? Running(int cpu, int mm) => cpus[cpu].LoadedMm == mm ? _cpus[cpu] : null;

    /// <summary>INVLPGB and TLBSYNC (broadcast_tlb_flush): every CPU, whatever it has loaded. Upper-level entries go too: FINAL_ONLY is not set.</summary>
    private void Broadcast(int asker, int mm, TlbFlush flush)
    {
        var bytes = flush.Range.Length.Bytes;
        var stride = flush.StrideShift >= Pmd.Shift ? Pmd.Span : Pt.Span;
        var what = new Invlpgb { Pcid = GlobalPcidOf(mm) };
        if (!flush.IsFull)
        {
            what = what with { Address = flush.Range.Start, Pages = (int)Math.Max(1, bytes / stride), IsStride2M = stride == Pmd.Span };
        }

        foreach (var (number, cpu) in Cpus) cpu.Apply(what, isAsker: number == asker);
    }

    /// <summary>When they run out, all are flushed and given out anew (reset_global_asid_space).</summary>
    private int GlobalPcidOf(int mm)
    {
        if (_globalPcids.TryGetValue(mm, out var pcid)) return pcid;
        if (GlobalPcidMin + _globalPcids.Count > TlbTag.PcidMax)
        {
            foreach (var (_, cpu) in Cpus) cpu.Apply(new(), isAsker: false);
            _globalPcids.Clear();
        }

        return _globalPcids[mm] = GlobalPcidMin + _globalPcids.Count;
    }
}
