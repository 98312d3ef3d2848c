using System.CommandLine;
using Emulator.Native;
using Perf.Cli;

namespace Perf.Commands;

/// <summary>The memory that is accessed: how it is mapped, and how much of it there is.</summary>
internal sealed class TlbMemoryOptions
{
    internal TlbMemoryOptions() => Levels.Validators.Add(result => Options.InRange(result, 4, 5));

    internal Option<string> Pages { get; } = new("--pages")
    { Description = "Map pages of 4K, 2M or 1G", DefaultValueFactory = _ => "4K", HelpName = "SIZE" };

    internal Option<int> Levels { get; } = new("--levels")
    { Description = "4 or 5 levels of tables", DefaultValueFactory = _ => 4, HelpName = "N" };

    internal Option<string> Bytes { get; } = new("--bytes")
    { Description = "The pattern's range", DefaultValueFactory = _ => "16G", HelpName = "SIZE" };

    internal TlbEntryKind KindOf(ParseResult parsed) => parsed.GetRequiredValue(Pages) switch
    {
        "4K" => TlbEntryKind.Page4K,
        "2M" => TlbEntryKind.Page2M,
        "1G" => TlbEntryKind.Page1G,
        var text => throw new BadInputException($"--pages {text}: expected 4K, 2M or 1G"),
    };

    internal ByteSize SizeOf(ParseResult parsed) => parsed.GetRequiredValue(Bytes) is var text && ByteSize.TryParse(text, out var size)
        ? size
        : throw new BadInputException($"--bytes {text}: expected a size such as 16G");
}
