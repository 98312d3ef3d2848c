using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Notifiers;

/// <summary>A range that was told, while its statement runs.</summary>
internal sealed class OpenRange(
    int mm, Mm owner, AddrRange range, NotifierEvent why, List<KeyValuePair<VirtAddr, HeldLeaf>> mapped)
{
    private readonly List<KeyValuePair<VirtAddr, HeldLeaf>> _changed = [];
    private readonly Dictionary<INotifierConsumer, List<KeyValuePair<VirtAddr, HeldLeaf>>> _flushed = [];

    internal int Mm => mm;

    internal string Name => $"{why.ShortName()} {range} of {owner.Name}";

    internal bool IsEnded { get; private set; }

    /// <summary>What the mm's tables mapped of it at the start.</summary>
    internal List<KeyValuePair<VirtAddr, HeldLeaf>> Mapped => mapped;

    internal List<Holder> Holders { get; } = [];

    internal bool Is(int otherMm, AddrRange other, NotifierEvent otherWhy) => mm == otherMm && range == other && why == otherWhy;

    /// <summary>The pair ends: which of the leaves have another entry now?</summary>
    internal void End(Machine machine)
    {
        IsEnded = true;
        foreach (var (address, leaf) in mapped)
        {
            var now = owner.Vmas.At(address) is { } vma ? MappedLeaves.At(machine, vma, address) : null;
            if (now != leaf) _changed.Add(new(address, leaf));
        }
    }

    internal void Flushed(INotifierConsumer consumer, IEnumerable<KeyValuePair<VirtAddr, HeldLeaf>> goes)
    {
        if (!_flushed.TryGetValue(consumer, out var all)) _flushed[consumer] = all = [];
        all.AddRange(goes);
    }

    internal NotifiedRange Result(Machine machine)
    {
        var changes = default(ChangeBytes);
        var needed = new HashSet<VirtAddr>();
        var live = machine.MmOf(mm);
        foreach (var (address, leaf) in _changed)
        {
            var kind = LeafChange.Judge(machine, live, address, leaf);
            changes = changes.Add(kind, leaf.Bytes);
            if (kind != ChangeKind.PresenceOnly) needed.Add(address);
        }

        // Whoever kept something from before holds what need not be mapped here: it is judged by itself.
        var there = mapped.ToHashSet();
        bool IsWrong(KeyValuePair<VirtAddr, HeldLeaf> held) => there.Contains(held)
            ? needed.Contains(held.Key)
            : LeafChange.Judge(machine, live, held.Key, held.Value) != ChangeKind.PresenceOnly;
        var leaves = Amount.Of(mapped.Select(pair => pair.Value), Pud.Shift);
        return new(owner.Name, range, why, leaves, changes, [.. Holders.Select(holder => EffectOn(holder, IsWrong))]);
    }

    private ConsumerEffect EffectOn(Holder holder, Func<KeyValuePair<VirtAddr, HeldLeaf>, bool> isWrong)
    {
        var consumer = holder.Consumer;
        Amount? flushed = consumer.Callbacks.HasFlag(NotifierCallbacks.SecondaryTlbs)
            ? AmountOf(consumer, _flushed.GetValueOrDefault(consumer, []))
            : null;
        return new(consumer, AmountOf(consumer, holder.Held), AmountOf(consumer, holder.Held.Where(isWrong)), flushed, holder.IsReleased);
    }

    private static Amount AmountOf(INotifierConsumer consumer, IEnumerable<KeyValuePair<VirtAddr, HeldLeaf>> leaves) =>
        Amount.Of(leaves.Select(pair => pair.Value), consumer.EntryShiftMax);

    /// <summary>What a consumer held of it when it started.</summary>
    internal sealed record Holder(INotifierConsumer Consumer, IReadOnlyList<KeyValuePair<VirtAddr, HeldLeaf>> Held, bool IsReleased);
}
