using System.Globalization;
using System.Text;
using Emulator.Accounting;

namespace Emulator.Reports;

/// <summary>Every cost of a profile with its source, as Markdown: docs/costs.md.</summary>
public static class CostTable
{
    public static string Of(CostProfile profile)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"| function | ns a call | source |\n|---|---:|---|\n");
        foreach (var (function, cost) in profile.Costs.OrderBy(pair => pair.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{function.CName()}` | {cost.Nanoseconds:0.#} | {cost.Source} |\n");
        }

        return text.ToString();
    }
}
