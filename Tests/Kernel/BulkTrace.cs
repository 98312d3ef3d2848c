using System.Text;
using Emulator.Scenarios;

namespace Tests.Kernels;

/// <summary>
/// Traces in which there is much to do at once: mappings across 512G borders, at offsets that agree with their addresses and at others, populated
/// by every page and by every 1G, shared, forked, cut and unmapped.
/// </summary>
internal static class BulkTrace
{
    private static readonly string[] Steps = ["", "", " every=1G", " every=1G", " every=2G", " every=4M", " every=3M"];

    internal static Trace Parse(string text) => TraceParser.Parse("bulk.trace", new StringReader(text));

    internal static Trace Of(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("file F 24G\nfile G 3G\n");
        // Around the border of two PUD tables.
        var places = new[] { "2T-6G", "4T-3G", "6T-1G", "8T+1G" };
        for (var i = 0; i < 4; i++)
        {
            var start = places[random.Next(places.Length)];
            var (skew, length) = (random.Next(4) == 0 ? "+2M" : "", random.Next(1, 12));
            var offset = random.Next(3) * 4;
            var options = random.Next(5) == 0 ? " flags=populate" : "";
            text.AppendLine(System.Globalization.CultureInfo.InvariantCulture,
                $"mmap P{i} {(random.Next(6) == 0 ? 'G' : 'F')} {start}{skew}..{start}+{length}G shared offset={offset}G{(skew == "" ? "" : skew)}{options}");
        }

        for (var i = 0; i < 14; i++) text.AppendLine(Line(random, places, i));
        for (var i = 0; i < 4; i++) text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"exit P{i}");
        return Parse(text.ToString());
    }

    private static string Line(Random random, string[] places, int number)
    {
        var process = $"P{random.Next(4)}";
        var start = places[random.Next(places.Length)];
        var range = $"{start}{(random.Next(3) == 0 ? "+512M" : "")}..{start}+{random.Next(1, 12)}G{(random.Next(3) == 0 ? "+2M" : "")}";
        return random.Next(16) switch
        {
            0 => $"munmap {process} {range}",
            1 => $"madvise {process} {range} dontneed",
            2 => $"fork {process} C{number}",
            3 => $"uffd-register {process} {range} {(random.Next(2) == 0 ? "wp" : "minor")}",
            4 => $"fallocate {process} F {random.Next(6)}G..{random.Next(6, 9)}G punch",
            5 => $"fallocate {process} F {random.Next(6)}G..{random.Next(6, 9)}G",
            6 => $"truncate {process} F {random.Next(12, 24)}G",
            7 => $"madvise {process} {range} populate-{(random.Next(2) == 0 ? "read" : "write")}",
            8 => $"mprotect {process} {range} r",
            _ => $"touch {process} {range} {(random.Next(3) == 0 ? "read" : "write")}{Steps[random.Next(Steps.Length)]}",
        };
    }
}
