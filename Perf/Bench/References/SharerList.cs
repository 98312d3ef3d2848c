using System.CommandLine;
using Emulator.Native;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>How many processes share the same tables, as <c>--sharers</c> takes them.</summary>
public static class SharerList
{
    internal const string Name = "--sharers";

    private const string Default = "100,1000";
    private const int Least = 2, Most = 10_000;

    internal static Option<string> Option() =>
        new(Name) { Description = $"Of the group build: processes that share 64T, {Least} to {Most}", DefaultValueFactory = _ => Default, HelpName = "N,..." };

    /// <exception cref="BadInputException">One is not a number of processes.</exception>
    internal static IReadOnlyList<int> Parse(string text) => [.. text.Split(',').Select(One).Distinct()];

    /// <summary>What they take: tables of each, and as many bytes to hold them against.</summary>
    /// <exception cref="BadInputException">More than this machine has.</exception>
    public static void RefuseTooMany(int sharers, long upperBytesEach, ByteSize available)
    {
        var needed = new ByteSize(2 * (ulong)sharers * (ulong)upperBytesEach);
        if (needed.Bytes <= available.Bytes / 10 * 8) return;
        throw new BadInputException(
            $"{Name}: {sharers} processes take {Gigabytes(needed)} GB, half of it tables; "
            + $"expected at most 80 % of the {Gigabytes(available)} GB that are available");
    }

    private static string Gigabytes(ByteSize size) => $"{size.Bytes / 1e9:0.0}";

    private static int One(string word) => int.TryParse(word, out var sharers) && sharers is >= Least and <= Most
        ? sharers
        : throw new BadInputException($"{Name}: '{word}' is not a number of processes; expected {Least} to {Most}");
}
