using System.Globalization;
using Emulator.Native;
using Emulator.Tlb;
using Perf.Cli;

namespace Perf.Commands;

/// <summary>What the words of <c>ptemu tlb</c> mean; each throws <see cref="BadInputException"/> for one that means nothing.</summary>
internal static class TlbArguments
{
    internal static IReadOnlyList<CpuModel> Selected(string? cpu) => cpu is null ? CpuModels.All : [Preset(cpu)];

    internal static CpuModel Model(string? cpu, string? l1, string? l2, TlbReplacement replacement)
    {
        if ((l1 is null) != (l2 is null) || (cpu is not null && l1 is not null)) throw new BadInputException("expected --cpu, or --l1 and --l2");
        return l1 is null
            ? Preset(cpu ?? CpuModels.SkylakeSp.Name) with { Replacement = replacement }
            : CpuModel.TwoLevels(Shape("--l1", l1), Shape("--l2", l2!), replacement);
    }

    private static CpuModel Preset(string name) => CpuModels.Named(name)
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

    internal static TlbReplacement Replacement(string text) => text switch
    {
        "lru" => TlbReplacement.Lru,
        "plru" => TlbReplacement.TreePlru,
        _ => throw new BadInputException($"--replacement {text}: expected lru or plru"),
    };

    internal static TlbEntryKind Kind(string text) => text switch
    {
        "4K" => TlbEntryKind.Page4K,
        "2M" => TlbEntryKind.Page2M,
        "1G" => TlbEntryKind.Page1G,
        _ => throw new BadInputException($"--pages {text}: expected 4K, 2M or 1G"),
    };

    internal static AddressTraceFormat Format(string text) => text switch
    {
        "lackey" => AddressTraceFormat.Lackey,
        "champsim" => AddressTraceFormat.ChampSim,
        "text" => AddressTraceFormat.Text,
        "binary" => AddressTraceFormat.Binary,
        _ => throw new BadInputException($"--format {text}: expected lackey, champsim, text or binary"),
    };

    internal static AccessPattern PatternNamed(string text) => text switch
    {
        "sequential" => AccessPattern.Sequential,
        "zipf" => AccessPattern.Zipf,
        "random" => AccessPattern.Random,
        _ => throw new BadInputException($"--pattern {text}: expected sequential, zipf or random"),
    };

    internal static ByteSize Size(string text) =>
        ByteSize.TryParse(text, out var size) ? size : throw new BadInputException($"--bytes {text}: expected a size such as 16G");
}
