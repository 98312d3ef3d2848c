using System.Globalization;
using System.Text;
using Emulator.Accounting;
using Emulator.Probes;

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

    /// <summary>The same of consumers of mmu notifiers, as <c>--set</c> names their parts.</summary>
    public static string Of(IReadOnlyDictionary<string, ConsumerCost> consumers)
    {
        ArgumentNullException.ThrowIfNull(consumers);
        var text = new StringBuilder("| part | ns | between | source |\n|---|---:|---:|---|\n");
        foreach (var (name, consumer) in consumers)
        {
            foreach (var (part, cost) in ConsumerCost.PartNames.Zip(consumer.Parts))
            {
                text.Append(
                    CultureInfo.InvariantCulture, $"| `{name}.{part}` | {cost.Nanoseconds:0.#} | {cost.Low:0.#}..{cost.High:0.#} | {SourceOf(cost)} |\n");
            }
        }

        return text.ToString();
    }

    /// <summary>An interval that reaches 0: what was measured does not say that it costs anything.</summary>
    private static string MarkOf(Cost cost) => cost switch
    {
        { IsFitted: true, Nanoseconds: 0 } => "**fitted at 0**: ",
        { IsFitted: true, Low: 0 } => "**not told from 0**: ",
        _ => "",
    };

    private static string SourceOf(Cost cost)
    {
        var together = cost.FittedWith.Count > 0 ? $", with {string.Join(", ", cost.FittedWith.Select(other => $"`{other.CName()}`"))}" : "";
        return $"{MarkOf(cost)}{cost.Source}{together}{(cost.IsVirtual ? " (in a virtual machine)" : "")}";
    }
}
