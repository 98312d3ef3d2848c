using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>What Linux makes a CPU do that takes entries out of its TLBs. Without page table isolation there is no INVPCID for a user's mm.</summary>
public enum InvalidationCause
{
    /// <summary>A range of at most 33 strides, page by page (flush_tlb_one_user).</summary>
    Invlpg,

    /// <summary>All of the mm that is loaded: CR3 is written as it is, bit 63 clear (native_flush_tlb_local).</summary>
    Cr3Flush,

    /// <summary>A mm is loaded whose number is new, or that missed a flush: CR3 with bit 63 clear (switch_mm_irqs_off).</summary>
    Cr3Switch,

    /// <summary>INVLPGB, and TLBSYNC after it (broadcast_tlb_flush).</summary>
    Invlpgb,
}

/// <summary>What invalidations of one kind did.</summary>
public record struct InvalidationCount
{
    /// <summary>How often: INVLPGs, writes of CR3; of INVLPGB the flushes.</summary>
    public long Times;

    /// <summary>Translations that went, those of each level.</summary>
    public long Translations;

    /// <summary>Paging-structure entries that went.</summary>
    public long Tables;

    /// <summary>Walks for a page whose translation went by one of these, and was not walked for since.</summary>
    public long Refills;

    public readonly bool IsEmpty => this == default;

    public static InvalidationCount operator +(InvalidationCount a, InvalidationCount b) => new()
    {
        Times = a.Times + b.Times,
        Translations = a.Translations + b.Translations,
        Tables = a.Tables + b.Tables,
        Refills = a.Refills + b.Refills,
    };

    public static InvalidationCount operator -(InvalidationCount a, InvalidationCount b) => new()
    {
        Times = a.Times - b.Times,
        Translations = a.Translations - b.Translations,
        Tables = a.Tables - b.Tables,
        Refills = a.Refills - b.Refills,
    };
}

/// <summary>The operand of AMD's INVLPGB (APM Vol. 3): what every CPU is asked to drop. There is one address-space ID: no guests.</summary>
public readonly record struct Invlpgb()
{
    /// <summary>The first address (rAX[0] set); all addresses if null.</summary>
    public VirtAddr? Address { get; init; }

    /// <summary>Pages from there on: ECX[15:0] + 1.</summary>
    public int Pages { get; init; } = 1;

    /// <summary>ECX[31]: the pages are 2 MB apart, not 4 kB.</summary>
    public bool IsStride2M { get; init; }

    /// <summary>EDX[27:16] (rAX[1] set); every PCID if null.</summary>
    public int? Pcid { get; init; }

    /// <summary>rAX[3]: global translations too.</summary>
    public bool IncludeGlobal { get; init; }

    /// <summary>rAX[4]: translations only, no upper-level entries.</summary>
    public bool FinalOnly { get; init; }

    /// <summary>The addresses; none if all are meant.</summary>
    public IEnumerable<VirtAddr> Addresses
    {
        get
        {
            for (var page = 0; Address is { } first && page < Pages; page++)
            {
                yield return first + ((ulong)page * (IsStride2M ? Pmd.Span : Pt.Span));
            }
        }
    }
}

/// <summary>What INVPCID drops (SDM Vol. 3A, 4.10.4.1).</summary>
public enum InvpcidType
{
    /// <summary>Drops what translates one address under one PCID, except global translations.</summary>
    IndividualAddress = 0,

    /// <summary>All of one PCID, but for global translations.</summary>
    SingleContext = 1,

    /// <summary>Everything, global translations too.</summary>
    AllContextsWithGlobal = 2,

    /// <summary>Everything but global translations.</summary>
    AllContexts = 3,
}

/// <summary>
/// INVLPGB and TLBSYNC among CPUs (APM Vol. 3). The CPU that asks drops at once; another may do so as late as the asking CPU's
/// TLBSYNC, and here it does: what relies on an earlier drop is then seen to be wrong.
/// </summary>
public sealed class TlbBroadcast(IReadOnlyList<TranslationUnit> cpus)
{
    private readonly List<(int From, Invlpgb What)> _pending = [];

    /// <summary>Requests that some CPU has not carried out.</summary>
    public int Pending => _pending.Count;

    public void Invlpgb(int cpu, Invlpgb what)
    {
        cpus[cpu].Apply(what);
        _pending.Add((cpu, what));
    }

    /// <summary>Waits until every CPU has dropped what this one has asked for.</summary>
    public void TlbSync(int cpu)
    {
        foreach (var (_, what) in _pending.Where(request => request.From == cpu))
        {
            for (var other = 0; other < cpus.Count; other++)
            {
                if (other != cpu) cpus[other].Apply(what);
            }
        }

        _pending.RemoveAll(request => request.From == cpu);
    }
}
