using Emulator.Kernel;
using Emulator.Probes;

namespace Emulator.Notifiers;

/// <summary>Every consumer there is: the types that implement <see cref="INotifierConsumer"/>.</summary>
public static class ConsumerCatalog
{
    /// <summary>Those with the kernel's own callbacks first, then by name; of one name, the newest first.</summary>
    public static IReadOnlyList<INotifierConsumer> All { get; } =
    [
        .. typeof(INotifierConsumer).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(INotifierConsumer).IsAssignableFrom(type))
            .Select(type => (INotifierConsumer)Activator.CreateInstance(type)!)
            .OrderBy(consumer => !consumer.IsInTree)
            .ThenBy(consumer => consumer.Callbacks.HasFlag(NotifierCallbacks.Interval))
            .ThenBy(consumer => consumer.Name, StringComparer.Ordinal)
            .ThenByDescending(consumer => consumer.Since),
    ];

    /// <summary>Those that a release has.</summary>
    public static IReadOnlyList<INotifierConsumer> In(LinuxKernel release)
    {
        var version = release.Version;
        return [.. All.Where(consumer => consumer.Since <= version && (consumer.Until is not { } until || version < until))];
    }

    /// <summary>Those that do something else on one event than on another.</summary>
    public static IEnumerable<INotifierConsumer> Telling(
        this IEnumerable<INotifierConsumer> consumers, NotifierEvent one, NotifierEvent other) =>
        consumers.Where(consumer => consumer.On(new(one)) != consumer.On(new(other)));
}
