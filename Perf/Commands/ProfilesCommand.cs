using System.CommandLine;
using System.Text.Json;
using Emulator.Accounting;
using Emulator.Reports;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu profiles</c>: what <c>--profile</c> takes.</summary>
internal static class ProfilesCommand
{
    internal static Command Create(Terminal terminal)
    {
        var json = Options.Json();
        var command = new Command("profiles", "List the cost profiles, with the machine of each") { json };
        command.SetAction(parsed =>
        {
            foreach (var profile in ProfileFiles.All) terminal.Output.WriteLine(parsed.GetValue(json) ? JsonOf(profile) : TextOf(profile));
        });
        return command;
    }

    private static string TextOf(CostProfile profile) => $"{ProfileFiles.NameOf(profile),-16} " + (profile.MeasuredOn is { } on
        ? $"{MeasuredOnText.PlaceOf(on)}, Linux {on.Kernel}; {on.Date}, "
            + $"{Fitted(profile)} of {profile.Costs.Count} costs fitted, predictions within {profile.RelativeError:0 %} in that session"
        : $"{Description(profile)}, no cost fitted");

    private static string JsonOf(CostProfile profile) => JsonSerializer.Serialize(new
    {
        profile = ProfileFiles.NameOf(profile),
        machine = profile.MeasuredOn?.Machine,
        cpus = profile.MeasuredOn?.Cpus,
        kernel = profile.MeasuredOn?.Kernel,
        is_virtual = profile.MeasuredOn?.IsVirtual,
        hypervisor = profile.MeasuredOn?.Hypervisor,
        date = profile.MeasuredOn?.Date,
        costs = profile.Costs.Count,
        fitted = Fitted(profile),
        relative_error = profile.RelativeError,
    });

    private static int Fitted(CostProfile profile) => profile.Costs.Values.Count(cost => cost.IsFitted);

    private static string Description(CostProfile profile) => profile.Name.Split(": ") is [_, var text] ? text : "put together from sources";
}
