using System.CommandLine;
using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Kernel;
using Emulator.Notifiers;
using Emulator.Reports;

namespace Perf.Cli;

/// <summary>The options of the verbs that print times of the model: <c>--profile</c>, <c>--set</c>, <c>--consumers</c>.</summary>
/// <param name="profile">The profile if none is given; by default the calibrated one.</param>
internal sealed class CostOptions(string? profile = null)
{
    private readonly Option<string> _profile = Options.Profile(profile);
    private readonly Option<string[]> _set = Options.Set();
    private readonly Option<string?> _consumers = new("--consumers")
    {
        Description = "Consumers that have an mmu notifier on each mm (ptemu notifiers), separated by commas; their time is then part of the model's",
        HelpName = "NAMES",
    };

    internal void AddTo(Command command)
    {
        command.Add(_profile);
        command.Add(_set);
        command.Add(_consumers);
    }

    /// <exception cref="BadInputException">There is no such profile, function or consumer.</exception>
    internal ModelCosts Of(ParseResult parsed, LinuxKernel release, Terminal terminal)
    {
        var (name, set, names) = (parsed.GetRequiredValue(_profile), parsed.GetValue(_set) ?? [], parsed.GetValue(_consumers));
        var consumers = names is null ? [] : Consumers(names, release);
        var found = ProfileFiles.Find(name, terminal);
        if (consumers.Count > 0) found = WithConsumers(found, name, consumers, terminal);
        var given = ProfileFiles.OptionOf(name) + string.Concat(set.Select(one => $" --set {MailReport.Quoted(one)}"))
            + (consumers.Count > 0 ? $" --consumers {string.Join(',', consumers.Select(one => one.Name))}" : "");
        return new(set.Aggregate(found, Set), consumers, name, given);

        CostProfile Set(CostProfile profile, string assignment)
        {
            var consumer = assignment.Split('.')[0];
            if (ConsumerCatalog.All.All(one => one.Name != consumer)) return ProfileFiles.Set(profile, assignment);
            if (consumers.All(one => one.Name != consumer))
                throw new BadInputException($"--set {assignment}: {consumer} is not told; expected it among --consumers");
            var parts = string.Join(", ", ConsumerCost.PartNames.Select(part => $"{consumer}.{part}"));
            return ProfileFiles.SetConsumer(profile, assignment) ?? throw new BadInputException($"--set {assignment}: expected {parts}");
        }
    }

    /// <summary>A profile that was measured says what it does not have; the provisional one has no consumer ever.</summary>
    private static CostProfile WithConsumers(CostProfile profile, string name, List<INotifierConsumer> consumers, Terminal terminal)
    {
        var missing = consumers.Select(one => one.Name).Where(one => !profile.Consumers.ContainsKey(one)).ToList();
        if (missing.Count > 0 && name != ProfileFiles.Provisional)
            terminal.Error.WriteLine($"ptemu: {name}: what these consumers take is not in the profile, and assumed: {string.Join(", ", missing)}");
        return StartingCosts.CompleteConsumers(profile);
    }

    private static List<INotifierConsumer> Consumers(string names, LinuxKernel release)
    {
        var known = ConsumerCatalog.In(release);
        INotifierConsumer Named(string name) => known.FirstOrDefault(one => one.Name == name) ?? throw new BadInputException(
            $"--consumers: {release.Name} has no consumer '{name}'; "
            + $"expected names of {string.Join(", ", known.Select(one => one.Name))}, with commas between");
        return [.. names.Split(',').Distinct().Select(Named)];
    }
}

/// <summary>What times of the model are made of, as it was asked for.</summary>
/// <param name="Profile">With what was set.</param>
/// <param name="Consumers">The consumers that have a notifier on each mm; may be empty.</param>
/// <param name="ProfileName">As <c>--profile</c> had it.</param>
/// <param name="Given">The options as they must be typed to have the same again: a blank before each; nothing for what is taken if nothing is said.</param>
internal sealed record ModelCosts(CostProfile Profile, IReadOnlyList<INotifierConsumer> Consumers, string ProfileName, string Given)
{
    /// <summary>For the line below a table.</summary>
    internal string Description =>
        ProfileFiles.NameOf(Profile) + (Consumers.Count > 0 ? $", told: {string.Join(", ", Consumers.Select(one => one.Name))}" : "");
}
