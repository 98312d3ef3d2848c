using System.Globalization;
using System.Text;
using Emulator.Costs;

namespace Emulator.Reports;

/// <summary>What the machines of a storm cost, each number with its source: <c>ptemu storm --machines</c>.</summary>
public static class StormMachineTable
{
    public static string Text(IReadOnlyList<StormMachine> machines)
    {
        ArgumentNullException.ThrowIfNull(machines);
        var text = new StringBuilder();
        foreach (var machine in machines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{machine.Name}: {machine.Meaning}\n");
            foreach (var (name, meaning, cost) in machine.Costs)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {name,-13} {Duration.Of(cost.Nanoseconds),6}  {meaning}\n");
                text.Append(CultureInfo.InvariantCulture, $"  {"",-13} {"",6}  {cost.Source}{(cost.IsVirtual ? " (of a virtual machine)" : "")}\n");
            }
        }

        return text.ToString();
    }
}
