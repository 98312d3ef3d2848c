using Emulator.Accounting;
using Emulator.Notifiers;

namespace Perf;

/// <summary>What times of the model are made of, as it was asked for.</summary>
/// <param name="Profile">With what was set.</param>
/// <param name="Consumers">Who has a notifier on each mm; nobody, if it is empty.</param>
/// <param name="ProfileName">As <c>--profile</c> had it.</param>
/// <param name="Given">The options as they must be typed to have the same again: a blank before each; nothing for what is taken if nothing is said.</param>
internal sealed record ModelCosts(CostProfile Profile, IReadOnlyList<INotifierConsumer> Consumers, string ProfileName, string Given)
{
    /// <summary>For the line below a table.</summary>
    internal string Description =>
        ProfileFiles.NameOf(Profile) + (Consumers.Count > 0 ? $", told: {string.Join(", ", Consumers.Select(one => one.Name))}" : "");
}
