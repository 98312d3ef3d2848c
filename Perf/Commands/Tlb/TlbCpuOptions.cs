using System.CommandLine;
using System.Globalization;
using Emulator.Native;
using Emulator.Tlb;
using Perf.Cli;

namespace Perf.Commands;

/// <summary>Whose TLBs: a CPU by its name, or two levels by their shapes. What means nothing is a <see cref="BadInputException"/>.</summary>
internal sealed class TlbCpuOptions
{
    internal Option<string?> Preset { get; } = new("--cpu", "--preset") { Description = "A preset (--list); skylake-sp by default", HelpName = "PRESET" };

    internal Option<string?> L1 { get; } = new("--l1")
    { Description = "With --l2, instead of a preset: sets x ways, such as 16x4", HelpName = "SETSxWAYS" };

    internal Option<string?> L2 { get; } = new("--l2") { Description = "Such as 128x12", HelpName = "SETSxWAYS" };

    internal Option<string> Replacement { get; } = new("--replacement")
    { Description = "lru or plru (tree-PLRU)", DefaultValueFactory = _ => "lru", HelpName = "POLICY" };

    /// <summary>Every preset, if none was named.</summary>
    internal IReadOnlyList<CpuModel> Selected(ParseResult parsed) => parsed.GetValue(Preset) is { } name ? [Named(name)] : CpuModels.All;

    /// <param name="preset">The CPU to be if no option says which; null for the default.</param>
    internal CpuModel Model(ParseResult parsed, string? preset = null)
    {
        var replacement = ReplacementOf(parsed.GetRequiredValue(Replacement));
        var (cpu, l1, l2) = (parsed.GetValue(Preset), parsed.GetValue(L1), parsed.GetValue(L2));
        if (l1 is null) cpu ??= preset;
        if ((l1 is null) != (l2 is null) || (cpu is not null && l1 is not null)) throw new BadInputException("expected --cpu, or --l1 and --l2");
        return l1 is null
            ? Named(cpu ?? CpuModels.SkylakeSp.Name) with { Replacement = replacement }
            : CpuModel.TwoLevels(Shape("--l1", l1), Shape("--l2", l2!), replacement);
    }

    private static CpuModel Named(string name) => CpuModels.Named(name)
        ?? throw new BadInputException($"there is no CPU '{name}'; expected one of {string.Join(", ", CpuModels.All.Select(model => model.Name))}");

    private static (int Sets, int Ways) Shape(string option, string text)
    {
        var parts = text.Split('x');
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sets)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ways)
            && sets is > 0 and <= 1 << 20 && int.PopCount(sets) == 1 && ways is > 0 and <= TlbArray.WaysMax
            ? (sets, ways)
            : throw new BadInputException($"{option} {text}: expected sets x ways, sets a power of two, ways 1 to {TlbArray.WaysMax}, such as 128x12");
    }

    private static TlbReplacement ReplacementOf(string text) => text switch
    {
        "lru" => TlbReplacement.Lru,
        "plru" => TlbReplacement.TreePlru,
        _ => throw new BadInputException($"--replacement {text}: expected lru or plru"),
    };
}
