using System.CommandLine;
using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Reports;
using Emulator.Walks;

namespace Perf.Commands;

/// <summary><c>ptemu storm</c>: the regression of 2025 on machines that nobody has at hand.</summary>
internal static class StormCommand
{
    private const int SensitivityCount = 3;

    internal static Command Create(Terminal terminal)
    {
        var defaults = new StormOptions();
        var cpus = Number("--cpus", "CPUs of the machine", defaults.Cpus, 3, 1024);
        var children = Number("--children", "Processes that are forked, touch, and exit", defaults.Children, 1, 10_000);
        var size = Number("--size", "Of the mapping, in G", defaults.Gigabytes, 1, 16_384);
        var touches = Number("--touch", "Pages that each child touches", defaults.Touches, 1, 10_000);
        var seed = new Option<ulong>("--seed") { Description = "Of where they are", DefaultValueFactory = _ => defaults.Seed, HelpName = "S" };
        var kernel = new Option<string>("--kernel")
        {
            Description = "The releases to compare, the first with the others",
            DefaultValueFactory = _ => "6.12,6.16,6.19",
            HelpName = "RELEASE,...",
        };
        var machine = new Option<string>("--machine")
        {
            Description = $"What interrupts and waiting cost: {string.Join(", ", StormMachine.All.Select(one => one.Name))}",
            DefaultValueFactory = _ => StormMachine.All[0].Name,
            HelpName = "PRESET",
        };
        var (profile, set, json) = (Options.Profile(), Options.Set(), Options.Json());
        var sensitivity = new Option<bool>("--sensitivity") { Description = "Also how the second release's factor changes with the costs that are least sure" };
        var command = new Command("storm", "Simulate many processes that unshare at once on many CPUs: time, IPIs, stalls, locks")
        {
            cpus, children, size, touches, seed, kernel, machine, profile, set, sensitivity, json,
        };
        command.SetAction(parsed =>
        {
            var options = new StormOptions(
                parsed.GetValue(cpus), parsed.GetValue(children), parsed.GetValue(size), parsed.GetValue(touches), parsed.GetValue(seed));
            var releases = parsed.GetRequiredValue(kernel).Split(',').Select(TraceFiles.Release).ToList();
            if (parsed.GetValue(sensitivity) && releases.Count < 2) throw new BadInputException("--sensitivity compares two releases; --kernel has one");
            var costs = StormCosts.Of(parsed.GetRequiredValue(machine), parsed.GetRequiredValue(profile), parsed.GetValue(set) ?? []);
            return Run(options, releases, costs, parsed.GetValue(sensitivity), parsed.GetValue(json), terminal);
        });
        return command;
    }

    private static int Run(
        StormOptions options, List<KernelRelease> releases, StormCosts costs, bool withSensitivity, bool isJson, Terminal terminal)
    {
        var storms = new List<(string, StormResult)>();
        foreach (var release in releases)
        {
            terminal.Progress($"{options.Children} processes on {options.Cpus} CPUs at {release.Name}");
            var result = Storm.Run(options, release, costs.Profile, costs.Machine);
            storms.Add((release.Name, result));
            if (isJson) terminal.Output.WriteLine(StormJson.Of(release.Name, result));
        }

        var sensitivities = withSensitivity
            ? StormSensitivity.Of(options, releases[1], releases[0], costs.Profile, costs.Machine, SensitivityCount, terminal.Progress)
            : [];
        terminal.EndProgress();
        if (isJson) return ExitStatus.Done;
        terminal.Output.WriteLine(Head(options, costs));
        terminal.Output.Write(StormText.Of(storms));
        if (withSensitivity) terminal.Output.Write("\n" + StormText.Of(releases[1].Name, releases[0].Name, sensitivities));
        return ExitStatus.Done;
    }

    internal static string Head(StormOptions options, StormCosts costs) =>
        $"{options.Cpus} CPUs, {options.Gigabytes}G mapped; {options.Children} children touch {options.Touches} pages each and exit; "
        + $"seed {options.Seed}\ncosts of {costs.Machine.Name} and {ProfileFiles.NameOf(costs.Profile)}\n";

    private static Option<int> Number(string name, string description, int value, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (!int.TryParse(text, out var number) || number < least || number > most))
                result.AddError($"{name} '{text}' is out of range; expected a number from {least} to {most}");
        });
        return option;
    }
}
