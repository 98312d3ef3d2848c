using System.CommandLine;
using Emulator.Costs;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;
using Emulator.Reports;
using Perf.Cli;

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
        var seed = Options.Seed("Of where they are", defaults.Seed);
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
        var sensitivity = new Option<bool>("--sensitivity") { Description = "Also how the factors change with the costs that are least sure" };
        var machines = new Option<bool>("--machines") { Description = "Simulate nothing: list what the machines cost, with sources" };
        var command = new Command("storm", "Simulate many processes that unshare at once on many CPUs: time, IPIs, stalls, locks")
        {
            cpus, children, size, touches, seed, kernel, machine, machines, profile, set, sensitivity, json,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(machines))
            {
                ListMachines(parsed.GetValue(json), terminal);
                return ExitStatus.Done;
            }

            var options = new StormOptions(
                parsed.GetValue(cpus), parsed.GetValue(children), parsed.GetValue(size), parsed.GetValue(touches), parsed.GetValue(seed));
            var releases = parsed.GetRequiredValue(kernel).Split(',').Select(TraceFiles.Kernel).ToList();
            if (parsed.GetValue(sensitivity) && releases.Count < 2) throw new BadInputException("--sensitivity compares two releases; --kernel has one");
            RefuseTooLarge(StormMemory.Of(options, kept: parsed.GetValue(sensitivity) ? releases.Count - 1 : 0));
            var costs = StormCosts.Of(parsed.GetRequiredValue(machine), parsed.GetRequiredValue(profile), parsed.GetValue(set) ?? [], terminal);
            return Run(options, releases, costs, parsed.GetValue(sensitivity), parsed.GetValue(json), terminal);
        });
        return command;
    }

    private static void RefuseTooLarge(ByteSize needed)
    {
        if (HostMemory.Available() is var available && needed <= available) return;
        throw new BadInputException(
            $"the storm needs about {Gigabytes(needed)}, and this machine has {Gigabytes(available)} of memory available; "
            + "expected fewer children or fewer touches");
    }

    private static void ListMachines(bool isJson, Terminal terminal)
    {
        if (!isJson) terminal.Output.Write(StormMachineTable.Text(StormMachine.All));
        foreach (var machine in isJson ? StormMachine.All : []) terminal.Output.WriteLine(StormJson.Of(machine));
    }

    private static int Run(
        StormOptions options, List<LinuxKernel> releases, StormCosts costs, bool withSensitivity, bool isJson, Terminal terminal)
    {
        var storms = new List<(string Release, StormResult Result)>();
        var recorded = new List<CountedStorm>();
        foreach (var release in releases)
        {
            terminal.Progress($"{options.Children} processes on {options.Cpus} CPUs at {release.Name}");
            var storm = new CountedStorm(options, release);
            var result = storm.RunBetween(costs.Profile, costs.Machine);
            if (withSensitivity) recorded.Add(storm);
            if (result.Nanoseconds <= 0) throw new BadInputException("by these costs a storm takes no time; expected costs above 0");
            storms.Add((release.Name, result));
        }

        HashSet<KernelFunction> functions = [.. storms.SelectMany(storm => storm.Result.Functions)];
        costs.RefuseWithoutEffect(functions);

        var sensitivities = withSensitivity
            ? StormSensitivity.Of(recorded, costs.Profile, costs.Machine, SensitivityCount, terminal.Progress)
            : [];
        terminal.EndProgress();
        var names = releases.Select(release => release.Name).ToList();
        if (isJson)
        {
            foreach (var (release, result) in storms)
                terminal.Output.WriteLine(StormJson.Of(release, result, options, costs.Machine.Name, ProfileFiles.NameOf(costs.Profile)));
            foreach (var sensitivity in sensitivities) terminal.Output.WriteLine(StormJson.Of(sensitivity, names));
            return ExitStatus.Done;
        }

        terminal.Output.WriteLine(Head(options, costs, functions));
        terminal.Output.Write(StormText.Of(storms, sensitivities));
        if (withSensitivity) terminal.Output.Write("\n" + StormText.Of(names, sensitivities));
        return ExitStatus.Done;
    }

    private static string Head(StormOptions options, StormCosts costs, HashSet<KernelFunction> functions) =>
        $"{options.Cpus} CPUs, {options.Gigabytes}G mapped; {options.Children} children touch {options.Touches} pages each and exit; "
        + $"seed {options.Seed}\ncosts of {costs.Machine.Name} and {ProfileFiles.NameOf(costs.Profile)}; "
        + $"{costs.VirtualIn(functions)} of {costs.CountIn(functions)} were measured in a virtual machine\n";

    private static string Gigabytes(ByteSize size) => $"{Math.Ceiling(size.Bytes / (double)(1 << 30)):0}G";

    private static Option<int> Number(string name, string description, int value, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value, HelpName = "N" };
        option.Validators.Add(result => Options.InRange(result, least, most));
        return option;
    }
}
