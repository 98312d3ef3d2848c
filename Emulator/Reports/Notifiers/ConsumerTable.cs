using System.Text;
using Emulator.Notifiers;
using Emulator.Probes;

namespace Emulator.Reports;

/// <summary>The consumers as a table for docs/notifiers.md: what each holds, how it hears, what it does, where that stands.</summary>
public static class ConsumerTable
{
    private static readonly NotifierEvent[] Rest =
        [NotifierEvent.ProtectionPage, NotifierEvent.SoftDirty, NotifierEvent.Release, NotifierEvent.Migrate, NotifierEvent.Exclusive];

    public static string Of(IReadOnlyList<INotifierConsumer> consumers)
    {
        ArgumentNullException.ThrowIfNull(consumers);
        var text = new StringBuilder();
        text.Append("| consumer | holds | hears by | Linux | UNMAP | CLEAR, HUGETLB_UNSHARE, PROTECTION_VMA ");
        text.Append("| others | may not block | source |\n");
        text.Append("|---|---|---|---|---|---|---|---|---|\n");
        foreach (var consumer in consumers)
        {
            text.Append($"| {consumer.Name} | {consumer.Holds} | {Callbacks(consumer)} | {Versions(consumer)} ");
            text.Append($"| {Text(consumer, NotifierEvent.Unmap)} | {Same(consumer)} | {Others(consumer)} ");
            text.Append($"| {Text(consumer.On(new(NotifierEvent.Clear, IsBlockable: false)))} | {consumer.Source} |\n");
        }

        return text.ToString();
    }

    private static string Callbacks(INotifierConsumer consumer) =>
        string.Join(", ", Enum.GetValues<NotifierCallbacks>().Where(one => one != 0 && consumer.Callbacks.HasFlag(one)).Select(Text));

    private static string Text(NotifierCallbacks one) => one switch
    {
        NotifierCallbacks.RangeStart => "invalidate_range_start",
        NotifierCallbacks.Interval => "interval notifier",
        NotifierCallbacks.RangeAtEnd => "invalidate_range at range_end",
        NotifierCallbacks.SecondaryTlbs => "arch_invalidate_secondary_tlbs",
        _ => "release",
    };

    private static string Versions(INotifierConsumer consumer)
    {
        var since = consumer.Since == default ? "" : $"since {consumer.Since}";
        return consumer.Until is { } until ? $"{since} before {until}".Trim() : since;
    }

    /// <summary>One text where the three events are one to it.</summary>
    private static string Same(INotifierConsumer consumer)
    {
        NotifierEvent[] three = [NotifierEvent.Clear, NotifierEvent.HugetlbUnshare, NotifierEvent.ProtectionVma];
        var texts = three.ToLookup(why => Text(consumer, why));
        return texts.Count == 1
            ? texts.Single().Key
            : string.Join("; ", texts.Select(same => $"{string.Join(", ", same.Select(why => why.ShortName()))}: {same.Key}"));
    }

    /// <summary>What the other events bring that CLEAR does not.</summary>
    private static string Others(INotifierConsumer consumer)
    {
        var differing = Rest.Where(why => consumer.On(new(why)) != consumer.On(new(NotifierEvent.ProtectionVma)))
            .Select(why => $"{why.ShortName()}: {Text(consumer, why)}");
        var own = Rest.Where(why => consumer.On(new(why, IsOwn: true)) != consumer.On(new(why))).Select(why => why.ShortName()).ToList();
        return string.Join("; ", own.Count == 0 ? differing : differing.Append($"its own {string.Join(", ", own)}: keeps"));
    }

    private static string Text(INotifierConsumer consumer, NotifierEvent why) =>
        consumer.Callbacks.HasFlag(NotifierCallbacks.SecondaryTlbs) && why != NotifierEvent.Release
            ? "never sees it"
            : Text(consumer.On(new(why)));

    private static string Text(Reaction reaction) => reaction.Kind switch
    {
        ReactionKind.Ignores => "keeps",
        ReactionKind.Refuses => "refuses",
        _ => reaction.Also.Length > 0 ? $"drops; {reaction.Also}" : "drops",
    };
}
