using Emulator.Notifiers;
using Emulator.Probes;

namespace Emulator.Reports;

/// <summary>What the numbers of <see cref="NotifiedRange"/> say, in sentences for a mail. Each is made of them; none is fixed.</summary>
public static class NotifierSummary
{
    /// <summary>What one range did.</summary>
    public static IReadOnlyList<string> Of(NotifiedRange told)
    {
        ArgumentNullException.ThrowIfNull(told);
        List<string> sentences = [Changed(told)];
        sentences.AddRange(Droppers(told));
        sentences.AddRange(WhatIf(told));
        sentences.AddRange(told.Effects.Where(effect => effect.IsHolding).SelectMany(effect => Kept(told, effect)));
        return sentences;
    }

    /// <summary>Which of the events that an unshare could send do consumers tell apart?</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<INotifierConsumer> consumers)
    {
        ArgumentNullException.ThrowIfNull(consumers);
        List<string> sentences =
        [
            Telling(consumers, NotifierEvent.HugetlbUnshare, NotifierEvent.Clear),
            Telling(consumers, NotifierEvent.ProtectionVma, NotifierEvent.Clear),
            Telling(consumers, NotifierEvent.Unmap, NotifierEvent.Clear),
        ];
        if (consumers.Telling(NotifierEvent.Unmap, NotifierEvent.Clear).Any())
        {
            sentences.Add("So UNMAP would be wrong for an unshare, after which the VMA and its pages are still there.");
        }

        return sentences;
    }

    private static string Changed(NotifiedRange told)
    {
        var (changes, of) = (told.Changes, $"{told.Process}'s page tables");
        var presence = changes.PresenceOnly == 0
            ? ""
            : $" {Amount.Short(changes.PresenceOnly)} went out of {of} only: a fault maps the same pages with the same rights, so whoever "
                + "holds them holds what is true.";
        if (changes.Needed == 0) return $"Nothing that was mapped became wrong to hold.{presence}";
        return $"{Amount.Short(changes.Needed)} of {Amount.Short(told.Mapped.Bytes)} mapped really changed "
            + $"({Amount.Short(changes.Removed)} gone, {Amount.Short(changes.Replaced)} replaced, "
            + $"{Amount.Short(changes.Protected)} with fewer rights).{presence}";
    }

    private static IEnumerable<string> Droppers(NotifiedRange told) =>
        from effect in told.Effects
        let dropped = effect.Dropped(told.Event)
        where dropped is { Bytes: > 0 }
        group effect.Consumer.Name by (dropped.Value.Bytes, Needed: effect.Needed.Bytes) into same
        orderby same.Key.Bytes descending
        let needed = same.Key.Needed == 0 ? "none of it needed" : $"{Amount.Short(same.Key.Needed)} needed"
        let bytes = Amount.Short(same.Key.Bytes)
        select same.Count() == 1 ? $"{List(same)} drops {bytes}, {needed}." : $"{List(same)} drop {bytes} each, {needed}.";

    /// <summary>Which events could an unshare have sent without a difference, and which consumers mind the others?</summary>
    private static IEnumerable<string> WhatIf(NotifiedRange told)
    {
        if (!told.Effects.Any(effect => effect.IsHolding)) yield break;
        var others = NotifierEvents.Candidates.Where(why => why != told.Event).ToLookup(why => Differing(told, why).Count == 0);
        var alike = List(others[true].Select(why => why.ShortName()), "or");
        if (alike.Length > 0) yield return $"Sent as {alike}, the same would be dropped.";
        foreach (var same in others[false].GroupBy(why => Difference(told, why)))
        {
            yield return $"Sent as {List(same.Select(why => why.ShortName()), "or")}, {same.Key}.";
        }
    }

    private static string Difference(NotifiedRange told, NotifierEvent why) => List(Differing(told, why).Select(effect =>
        effect.Dropped(why) is { } dropped
            ? $"{effect.Consumer.Name} would drop {Amount.Short(dropped.Bytes)} that it keeps"
            : $"{effect.Consumer.Name} would keep {Amount.Short(effect.Held.Bytes)} that it drops"));

    private static List<ConsumerEffect> Differing(NotifiedRange told, NotifierEvent why) =>
        [.. told.Effects.Where(effect => effect.IsHolding && effect.Dropped(why) != effect.Dropped(told.Event))];

    private static IEnumerable<string> Kept(NotifiedRange told, ConsumerEffect effect)
    {
        var consumer = effect.Consumer;
        if (effect.Dropped(told.Event) is { } dropped)
        {
            if (effect.Flushed is not null && dropped.Bytes < effect.Needed.Bytes)
            {
                yield return $"{consumer.Name} hears of flushes alone, and was told of {Amount.Short(dropped.Bytes)} where "
                    + $"{Amount.Short(effect.Needed.Bytes)} changed.";
            }

            yield break;
        }

        var acts = NotifierEvents.Candidates.Where(why => consumer.On(new(why)).Drops).Select(why => why.ShortName());
        var kept = $"after {told.Event.ShortName()} it keeps {Amount.Short(effect.Held.Bytes)}";
        yield return $"{consumer.Name} acts on {List(acts)} only: {kept}. "
            + (effect.Needed.Bytes == 0
                ? $"That is right: all of it is what {told.Process} maps or would fault in, and {consumer.WhyItMayKeep}."
                : $"{Amount.Short(effect.Needed.Bytes)} of it is not what {told.Process} may use by now: no access to anybody else's "
                    + $"memory comes of that, because {consumer.WhyItMayKeep}; but {told.Process} forbade what is done there, or does "
                    + "not see it.");
    }

    private static string Telling(IReadOnlyList<INotifierConsumer> consumers, NotifierEvent one, NotifierEvent other)
    {
        var telling = consumers.Telling(one, other).ToList();
        var (inTree, outside) = (Differences(true), Differences(false));
        var text = inTree.Count == 0
            ? $"No consumer in the kernel tells {one.ShortName()} from {other.ShortName()}."
            : $"{one.ShortName()} is not {other.ShortName()} to {List(inTree)}.";
        return outside.Count == 0 ? text : $"{text} Out of the tree, it differs for {List(outside)}.";

        List<string> Differences(bool isInTree) =>
            [.. telling.Where(consumer => consumer.IsInTree == isInTree).Select(consumer => Difference(consumer, one, other))];
    }

    private static string Difference(INotifierConsumer consumer, NotifierEvent one, NotifierEvent other)
    {
        var (first, second) = (consumer.On(new(one)), consumer.On(new(other)));
        string What(Reaction reaction) => reaction.Kind == ReactionKind.Drops
            ? reaction.Also.Length > 0 ? $"drops and {reaction.Also}" : "drops, no more"
            : "keeps all";
        return $"{consumer.Name} ({one.ShortName()}: {What(first)}; {other.ShortName()}: {What(second)})";
    }

    private static string List(IEnumerable<string> names, string last = "and")
    {
        var all = names.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {last} {all[^1]}";
    }
}
