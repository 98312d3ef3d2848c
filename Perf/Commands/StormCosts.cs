using Emulator.Accounting;
using Emulator.Costs;

namespace Perf.Commands;

/// <summary>The costs of a storm: of functions, and of the machine.</summary>
internal sealed record StormCosts(CostProfile Profile, StormMachine Machine)
{
    /// <param name="settings">NAME=NS, each a cost of the machine or of a function.</param>
    /// <exception cref="BadInputException">A name is unknown, or a number none.</exception>
    internal static StormCosts Of(string machineName, string profileName, IEnumerable<string> settings)
    {
        var machine = StormMachine.Named(machineName)
            ?? throw new BadInputException(
                $"there is no machine '{machineName}'; expected one of {string.Join(", ", StormMachine.All.Select(one => one.Name))}");
        var profile = ProfileFiles.Find(profileName);
        foreach (var setting in settings)
        {
            // Sending is the machine's here: the profile's own send_ipi is of two CPUs.
            var name = setting.Split('=')[0];
            if (machine.With(name, new(0, "")) is null) profile = ProfileFiles.Set(profile, setting);
            else machine = machine.With(name, ProfileFiles.CostIn(setting))!;
        }

        return new(profile, machine);
    }
}
