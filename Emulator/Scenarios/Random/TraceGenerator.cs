using System.Text;

namespace Emulator.Scenarios;

/// <summary>
/// Random traces for comparing a kernel with the emulator: <c>ptemu generate</c>. Mostly what programs do (files that several processes
/// map alike, touch, and change), with ranges at the places where tables begin and end; some calls are refused. None takes
/// more than 200 huge pages, so a real machine with 1 GB of them can run each.
/// </summary>
public static class TraceGenerator
{
    private const int StatementsLeast = 15;
    private const int StatementsMost = 45;

    private static readonly string[] Names = ["A", "B", "C", "D"];

    // What goes on once everything is mapped; `null` from a maker means that it finds nothing to do.
    private static readonly (int Weight, Func<Drawing, DrawnProcess, string?> Make)[] Makers =
    [
        (34, TouchMaker.Touch),
        (7, MappingMaker.Mmap),
        (7, MappingMaker.Munmap),
        (8, MappingMaker.Mprotect),
        (3, MremapMaker.InPlace),
        (10, AdviceMaker.Madvise),
        (2, AdviceMaker.Mlock),
        (1, AdviceMaker.Munlock),
        (4, FileMaker.Punch),
        (2, FileMaker.Fallocate),
        (2, FileMaker.Truncate),
        (10, UffdMaker.Register),
        (4, UffdMaker.Unregister),
        (4, UffdMaker.Writeprotect),
        (3, UffdMaker.Continue),
        (3, ProcessMaker.Fork),
        (2, ProcessMaker.Exit),
        (2, ProcessMaker.Spin),
        (6, RefusedMaker.Refused),
    ];

    private static readonly (int, Func<Drawing, DrawnProcess, string?>)[] Moves = [(9, MremapMaker.Move)];

    private static readonly (int, Func<Drawing, DrawnProcess, string?>)[] Wide =
    [
        (8, WideMaker.Spin),
        (6, WideMaker.Idle),
        (4, WideMaker.GupFast),
        (5, WideMaker.Speculate),
        (3, WideMaker.HoldTable),
        (3, WideMaker.Parallel),
    ];

    public static Trace Generate(GeneratorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var reader = new StringReader(Text(options));
        return TraceParser.Parse($"seed-{options.Seed}", reader);
    }

    /// <summary>The trace as a file holds it: how it was made, then its statements in their canonical form.</summary>
    public static string Text(GeneratorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var drawing = new Drawing(new(options.Seed));
        var text = new StringBuilder($"# ptemu generate --seed {options.Seed}");
        if (options.Statements is { } asked) text.Append($" --statements {asked}");
        if (options.AllowMoves) text.Append(" --moves");
        if (options.IsWide) text.Append(" --wide");
        text.Append($"\n{(options.IsWide ? WideMaker.Machine(drawing) : "machine")}\n");
        foreach (var line in FileMaker.Files(drawing)) text.Append(line).Append('\n');

        var count = options.Statements ?? drawing.Dice.Between(StatementsLeast, StatementsMost);
        var lines = Start(drawing).Concat(GoOn(drawing, MakersOf(options)));
        foreach (var line in lines.Take(count)) text.Append(line).Append('\n');
        return text.ToString();
    }

    private static (int, Func<Drawing, DrawnProcess, string?>)[] MakersOf(GeneratorOptions options)
    {
        // A wide trace's threads run where they like.
        var makers = options.IsWide ? Makers.Where(one => one.Make != ProcessMaker.Spin) : Makers;
        return [.. makers, .. options.AllowMoves ? Moves : [], .. options.IsWide ? Wide : []];
    }

    /// <summary>Processes map the files, most of them alike, and touch every 1G, so that there is something to share.</summary>
    private static IEnumerable<string> Start(Drawing drawing)
    {
        var dice = drawing.Dice;
        var count = dice.Weighted((10, 1), (40, 2), (30, 3), (20, 4));
        foreach (var name in Names.Take(count))
        {
            var process = new DrawnProcess(name);
            drawing.Processes.Add(process);
            foreach (var file in drawing.Files)
            {
                if (!dice.Chance(file.Name == "F" ? 92 : 50)) continue;
                var line = dice.Chance(60) ? MappingMaker.MmapWhole(process, file) : MappingMaker.Mmap(drawing, process, file);
                if (line is not null) yield return line;
            }
        }

        foreach (var process in drawing.Processes.ToList())
        {
            if (dice.Chance(85) && TouchMaker.TouchEveryGiga(drawing, process) is { } line) yield return line;
        }
    }

    private static IEnumerable<string> GoOn(Drawing drawing, (int Weight, Func<Drawing, DrawnProcess, string?> Make)[] makers)
    {
        for (; ; )
        {
            var make = drawing.Dice.Weighted(makers);
            if (make(drawing, drawing.AnyProcess()) is { } line) yield return line;
        }
    }
}

/// <summary>What <see cref="TraceGenerator"/> is to make. The same options give the same bytes everywhere.</summary>
/// <param name="Statements">How many statements execute something; null is 15 to 45, by the seed.</param>
/// <param name="AllowMoves">
/// mremap may move. A move can hang a real kernel, or write outside the new mapping (rule 14 of Traces/kernels/6.18/README.md).
/// </param>
/// <param name="IsWide">
/// Also what no real machine can be told: several CPUs that flush in other ways, threads on them that go idle, walkers without locks, actors.
/// </param>
public sealed record GeneratorOptions(ulong Seed, int? Statements = null, bool AllowMoves = false, bool IsWide = false)
{
    public const int StatementsMax = 10_000;
}
