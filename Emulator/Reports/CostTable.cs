using System.Globalization;
using System.Text;
using Emulator.Accounting;

namespace Emulator.Reports;

/// <summary>Every cost of a profile with its source, as Markdown: docs/costs.md.</summary>
public static class CostTable
{
    public static string Of(CostProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"| function | ns a call | between | source |\n|---|---:|---:|---|\n");
        foreach (var (function, cost) in profile.Costs.OrderBy(pair => pair.Key))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `{function.CName()}` | {cost.Nanoseconds:0.#} | {cost.Low:0.#}..{cost.High:0.#} | {SourceOf(cost)} |\n");
        }

        return text.ToString();
    }

    private static string SourceOf(Cost cost)
    {
        var together = cost.FittedWith.Count > 0 ? $", with {string.Join(", ", cost.FittedWith.Select(other => $"`{other.CName()}`"))}" : "";
        return $"{cost.Source}{together}{(cost.IsVirtual ? " (in a virtual machine)" : "")}";
    }
}
