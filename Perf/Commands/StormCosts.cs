using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Probes;
using Perf.Cli;

namespace Perf.Commands;

/// <summary>The costs of a storm: of functions, and of the machine.</summary>
internal sealed record StormCosts(CostProfile Profile, StormMachine Machine)
{
    /// <param name="settings">NAME=NS, each a cost of the machine or of a function.</param>
    /// <exception cref="BadInputException">A name is unknown, or a number none.</exception>
    internal static StormCosts Of(string machineName, string profileName, IEnumerable<string> settings, Terminal terminal)
    {
        var machine = StormMachine.Named(machineName)
            ?? throw new BadInputException(
                $"there is no machine '{machineName}'; expected one of {string.Join(", ", StormMachine.All.Select(one => one.Name))}");
        var profile = ProfileFiles.Find(profileName, terminal);
        foreach (var setting in settings)
        {
            var name = setting.Split('=')[0];
            // Sending and waiting are the machine's here: the profile's own are of two CPUs.
            if (KernelFunctions.Named(name) is { } function && CountedStorm.IsSimulated(function))
            {
                throw new BadInputException(
                    $"--set: {name} takes no part in a storm, which simulates it; expected a cost of the machine: "
                    + string.Join(", ", machine.Costs.Select(cost => cost.Name)));
            }

            if (machine.With(name, new(0, "")) is null) profile = ProfileFiles.Set(profile, setting);
            else machine = machine.With(name, ProfileFiles.CostIn(setting))!;
        }

        if (profile.Costs.ContainsKey(KernelFunction.ShadowWrite))
        {
            terminal.Error.WriteLine(
                $"ptemu: {profileName}: a storm has not what shadowed page tables add (shadow_write, shadow_table, shadow_zap): "
                + "its functions are too cheap by that");
        }

        return new(profile, machine);
    }

    /// <exception cref="BadInputException">The cost of a function was set that does not take part.</exception>
    internal void RefuseWithoutEffect(IReadOnlySet<KernelFunction> functions)
    {
        var given = Profile.Costs.Where(pair => pair.Value.Source == Cost.Given).Select(pair => pair.Key).Except(functions).ToList();
        if (given.Count == 0) return;
        var others = string.Join(", ", functions.Where(one => !CountedStorm.IsSimulated(one)).Order().Select(one => one.CName()));
        throw new BadInputException($"--set: {given[0].CName()} takes no part in this storm; expected one of {others}");
    }

    /// <summary>Costs that take part where these functions do.</summary>
    internal int CountIn(IReadOnlySet<KernelFunction> functions) => All(functions).Count();

    /// <summary>Those of them that were measured in a virtual machine.</summary>
    internal int VirtualIn(IReadOnlySet<KernelFunction> functions) => All(functions).Count(cost => cost.IsVirtual);

    private IEnumerable<Cost> All(IReadOnlySet<KernelFunction> functions) =>
    [
        .. Machine.Costs.Select(one => one.Cost),
        .. Profile.Costs.Where(pair => functions.Contains(pair.Key) && !CountedStorm.IsSimulated(pair.Key)).Select(pair => pair.Value),
    ];
}
