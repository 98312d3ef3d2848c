using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Notifiers;

/// <summary>
/// Keeps, for each consumer and mm, what it holds, and tells it of ranges and flushes as the kernel does. A consumer is taken to hold as
/// much as it can: whenever something is told, all that the mm maps there is in its hands, and what it kept from before.
/// </summary>
public sealed class NotifierLedger(IReadOnlyList<INotifierConsumer> consumers)
{
    // A leaf of a shadow, in its dictionary and on the way there: 160 were measured, of which a heap near its limit needs twice.
    private const ulong BytesOfLeaf = 384;

    private readonly Dictionary<(INotifierConsumer Consumer, int Mm), Shadow> _shadows = [];
    private readonly HashSet<(INotifierConsumer Consumer, int Mm)> _released = [];
    private readonly List<OpenRange> _told = [];
    private readonly List<LoneFlush> _lone = [];
    private readonly List<string> _unbalanced = [];
    private readonly Dictionary<int, List<AddrRange>> _armed = [];
    private readonly Dictionary<INotifierConsumer, ConsumerWork> _work = [];
    private Machine _machine = null!;

    // In all shadows.
    private long _held;
    private bool _isFlushNew;

    public IReadOnlyList<INotifierConsumer> Consumers => consumers;

    /// <summary>Is only the work counted, and no range kept and judged? That takes a quarter of the time.</summary>
    public bool IsCounting { get; init; }

    /// <summary>Pages that all consumers together may hold.</summary>
    public long LeavesMax { get; init; } = (long)(HostMemory.Available().Bytes / BytesOfLeaf);

    /// <summary>What a consumer holds of a mm.</summary>
    public Shadow ShadowOf(INotifierConsumer consumer, int mm)
    {
        if (!_shadows.TryGetValue((consumer, mm), out var shadow)) _shadows[(consumer, mm)] = shadow = new();
        return shadow;
    }

    /// <summary>The machine that the kernel which has the probe runs on.</summary>
    public void Attach(Machine machine) => _machine = machine;

    public void StartStatement()
    {
        _told.Clear();
        _lone.Clear();
        _unbalanced.Clear();
        _armed.Clear();
        _work.Clear();
        // A registration arms its VMA before it unshares: a consumer that maps no such VMA has mapped this one until then.
        foreach (var mm in _machine.Processes)
        {
            _armed[mm.Number] = [.. mm.Vmas.All.Where(vma => (vma.Flags & VmFlags.Uffd) != 0).Select(vma => vma.Range)];
        }
    }

    /// <summary>What the statement told, with what changed judged by how things are now.</summary>
    public StatementNotifiers EndStatement()
    {
        foreach (var open in _told.Where(one => !one.IsEnded)) _unbalanced.Add($"{open.Name}: started, and never ended");
        return new(
            [.. _told.Select(one => one.Result(_machine))], [.. _lone], [.. _unbalanced], [.. consumers.Select(one => _work.GetValueOrDefault(one))]);
    }

    /// <summary>
    /// mmu_notifier_release: exit_mmap calls it before it unmaps anything. A consumer with the callback is told nothing more; an interval is told RELEASE,
    /// and again of what is unmapped.
    /// </summary>
    /// <exception cref="ArenaLimitException">The consumers hold more pages than there is memory for.</exception>
    public void Release(Mm mm)
    {
        ArgumentNullException.ThrowIfNull(mm);
        // Not to the last address: some consumer's Reach rounds the end up.
        var everything = new AddrRange(VirtAddr.Zero, mm.TaskSize);
        var mapped = MappedIn(mm.Number, everything);
        foreach (var consumer in consumers)
        {
            var shadow = Refill(consumer, mm.Number, mapped);
            var isTold = (consumer.Callbacks & (NotifierCallbacks.Release | NotifierCallbacks.Interval)) != 0;
            if (isTold) Tell(consumer, mm.Number, everything, NotifierEvent.Release);
            if (!consumer.On(new(NotifierEvent.Release)).Drops) continue;
            _held -= shadow.Count;
            shadow.Clear();
            _released.Add((consumer, mm.Number));
        }
    }

    public void RangeStarted(int mm, AddrRange range, NotifierEvent why)
    {
        var mapped = MappedIn(mm, range);
        var open = IsCounting ? null : new OpenRange(mm, _machine.MmOf(mm)!, range, why, mapped);
        foreach (var consumer in consumers)
        {
            var shadow = Refill(consumer, mm, mapped);
            open?.Holders.Add(new(consumer, shadow.In(consumer.Reach(range, false)), _released.Contains((consumer, mm))));
            if (consumer.Callbacks.HasFlag(NotifierCallbacks.RangeAtEnd)) continue;
            if (!consumer.Callbacks.HasFlag(NotifierCallbacks.SecondaryTlbs)) Tell(consumer, mm, range, why);
        }

        if (open is not null) _told.Add(open);
    }

    public void RangeEnded(int mm, AddrRange range, NotifierEvent why)
    {
        if (!IsCounting)
        {
            if (_told.FindLast(one => !one.IsEnded && one.Is(mm, range, why)) is not { } open)
            {
                _unbalanced.Add($"{why.ShortName()} {range} of mm {mm}: ended, and never started");
                return;
            }

            open.End(_machine);
        }

        foreach (var consumer in consumers)
        {
            if (consumer.Callbacks.HasFlag(NotifierCallbacks.RangeAtEnd)) Tell(consumer, mm, range, why);
        }
    }

    /// <summary>flush_tlb_mm_range is entered. Each CPU that it reaches tells of it, one at least; secondary TLBs hear of it once.</summary>
    public void FlushStarts() => _isFlushNew = true;

    /// <summary>flush_tlb_mm_range, towards secondary TLBs: counted to the range that is open, or that ended last.</summary>
    public void Flushed(int mm, AddrRange range, bool isFull)
    {
        if (!_isFlushNew) return;
        _isFlushNew = false;
        // A CPU that does not have the mm loaded says "full" whatever the range: it is, above the ceiling alone.
        isFull &= range.Length.Bytes >> Pmd.Shift > Kernel<Silent>.FlushCeilingStrides;
        var open = _told.FindLast(one => one.Mm == mm && !one.IsEnded) ?? _told.FindLast(one => one.Mm == mm);
        var dropped = new List<KeyValuePair<INotifierConsumer, Amount>>();
        foreach (var consumer in consumers.Where(one => one.Callbacks.HasFlag(NotifierCallbacks.SecondaryTlbs)))
        {
            var reach = consumer.Reach(range, isFull);
            Refill(consumer, mm, MappedIn(mm, reach));
            var goes = Drop(consumer, mm, reach);
            open?.Flushed(consumer, goes);
            dropped.Add(new(consumer, AmountOf(consumer, goes)));
        }

        if (!IsCounting && open is null && dropped.Count > 0) _lone.Add(new(_machine.MmOf(mm)!.Name, range, dropped));
    }

    /// <summary>The mm's number is not used again.</summary>
    public void Gone(int mm)
    {
        foreach (var consumer in consumers)
        {
            if (_shadows.Remove((consumer, mm), out var shadow)) _held -= shadow.Count;
        }
    }

    private void Tell(INotifierConsumer consumer, int mm, AddrRange range, NotifierEvent why)
    {
        if (consumer.On(new(why)).Drops) Drop(consumer, mm, consumer.Reach(range, false));
        else Count(consumer, mm, ShadowOf(consumer, mm).In(range), isDropped: false);
    }

    /// <summary>A call that tells a consumer to drop what it holds of a range.</summary>
    private IReadOnlyList<KeyValuePair<VirtAddr, HeldLeaf>> Drop(INotifierConsumer consumer, int mm, AddrRange reach)
    {
        var dropped = ShadowOf(consumer, mm).Drop(reach);
        _held -= dropped.Count;
        Count(consumer, mm, dropped, isDropped: true);
        return dropped;
    }

    /// <summary>
    /// A call that reaches it: not after it was torn down, unless by an interval, of which one that can't map hugetlb has none there. Who has
    /// several is called once for each in which it holds anything; the others once, whether or not they do.
    /// </summary>
    private void Count(INotifierConsumer consumer, int mm, IReadOnlyList<KeyValuePair<VirtAddr, HeldLeaf>> held, bool isDropped)
    {
        var hasIntervals = consumer.Callbacks.HasFlag(NotifierCallbacks.Interval);
        if (hasIntervals ? !consumer.MapsHugetlb : _released.Contains((consumer, mm))) return;
        var calls = consumer.IntervalShift is { } shift ? Intervals(held, shift) : 1;
        var dropped = isDropped ? AmountOf(consumer, held).Entries : 0;
        _work[consumer] = _work.GetValueOrDefault(consumer) + new ConsumerWork(calls, dropped > 0 ? calls : 0, dropped);
    }

    private static Amount AmountOf(INotifierConsumer consumer, IEnumerable<KeyValuePair<VirtAddr, HeldLeaf>> leaves) =>
        Amount.Of(leaves.Select(pair => pair.Value), consumer.EntryShiftMax);

    /// <summary>How many aligned pieces of 2^shift bytes have any of what is held.</summary>
    private static long Intervals(IReadOnlyList<KeyValuePair<VirtAddr, HeldLeaf>> held, int shift)
    {
        var pieces = new HashSet<ulong>();
        foreach (var (address, leaf) in held)
        {
            for (var piece = address.Value >> shift; piece <= (address.Value + leaf.Bytes - 1) >> shift; piece++) pieces.Add(piece);
        }

        return pieces.Count;
    }

    private List<KeyValuePair<VirtAddr, HeldLeaf>> MappedIn(int mm, AddrRange range) =>
        _machine.MmOf(mm) is { } live ? MappedLeaves.In(_machine, live, range) : [];

    private Shadow Refill(INotifierConsumer consumer, int mm, List<KeyValuePair<VirtAddr, HeldLeaf>> mapped)
    {
        var shadow = ShadowOf(consumer, mm);
        if (!consumer.MapsHugetlb || _released.Contains((consumer, mm))) return shadow;
        foreach (var (address, leaf) in mapped)
        {
            if (!consumer.MapsUserfaultfd && WasArmed(mm, address)) continue;
            if (shadow.Map(address, leaf, consumer.Pins)) _held++;
            if (_held > LeavesMax) throw new ArenaLimitException($"{consumer.Name} would hold more than the {LeavesMax} pages that there is memory to keep");
        }

        return shadow;
    }

    private bool WasArmed(int mm, VirtAddr address) =>
        _armed.TryGetValue(mm, out var ranges) && ranges.Exists(range => range.Contains(address));
}
