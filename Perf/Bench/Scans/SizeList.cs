using System.CommandLine;
using Emulator.Native;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>Sizes of memory full of tables, as <c>--sizes</c> takes them.</summary>
internal static class SizeList
{
    private const string Default = "32K,512K,8M,512M";

    /// <summary>Two tables, which can be compared.</summary>
    private const ulong UnitBytes = 2 * Table<Pmd>.SizeBytes;

    private static readonly ByteSize SizeMax = ByteSize.FromGiga(256);

    internal static Option<string> Option() =>
        new("--sizes") { Description = "Of tables, each a multiple of 8K", DefaultValueFactory = _ => Default, HelpName = "SIZE,..." };

    /// <exception cref="BadInputException">A size is none, or more than this machine has.</exception>
    internal static IReadOnlyList<ByteSize> Parse(string text)
    {
        var available = HostMemory.Available();
        return [.. text.Split(',').Select(word => One(word, available)).Distinct()];
    }

    private static ByteSize One(string word, ByteSize available)
    {
        if (!ByteSize.TryParse(word, out var size) || size.Bytes < UnitBytes || !size.IsAligned(UnitBytes) || size > SizeMax)
            throw new BadInputException($"--sizes: '{word}' is not a size of tables; expected a multiple of 8K up to {SizeMax}, such as 512K");
        return size.Bytes <= available.Bytes / 10 * 8
            ? size
            : throw new BadInputException($"--sizes: {size} of tables don't fit; expected at most 80 % of the {available} that are available");
    }
}
