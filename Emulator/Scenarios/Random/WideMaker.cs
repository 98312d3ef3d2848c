using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>
/// What a random trace has besides system calls where it may be wide: machines with several CPUs that flush in other ways, threads on them
/// that go idle, and walkers without locks. A real machine can't be told to do these.
/// </summary>
internal static class WideMaker
{
    private const int ActorsMax = 3;

    private static readonly string[] Actors = ["P", "Q", "R"];

    // What actors do: neither who lives nor what files there are changes under another's hands.
    private static readonly (int Weight, Func<Drawing, DrawnProcess, string?> Make)[] ActorMakers =
    [
        (30, TouchMaker.Touch),
        (10, MappingMaker.Munmap),
        (8, MappingMaker.Mprotect),
        (15, UffdMaker.Register),
        (6, UffdMaker.Writeprotect),
        (8, AdviceMaker.Madvise),
        (15, GupFast),
    ];

    /// <summary>The machine line.</summary>
    public static string Machine(Drawing drawing)
    {
        var dice = drawing.Dice;
        drawing.Cpus = dice.Weighted((30, 2), (30, 3), (25, 4), (10, 8), (5, 70));
        return new MachineStatement(
            Cpus: drawing.Cpus,
            Levels: dice.Chance(10) ? 5 : MachineStatement.LevelsDefault,
            Flush: dice.Weighted((50, FlushKind.Ipi), (25, FlushKind.Pv), (25, FlushKind.Invlpgb)),
            Tlb: dice.Chance(5) ? TlbKind.LeafOnly : TlbKind.Full).ToTraceLine();
    }

    /// <summary>Threads of a process start on some CPUs, or end there. Two processes may take turns on one.</summary>
    public static string? Spin(Drawing drawing, DrawnProcess process)
    {
        var dice = drawing.Dice;
        var isOn = process.SpinsOn.Count == 0 || dice.Chance(50);
        var candidates = isOn ? [.. Enumerable.Range(1, drawing.Cpus - 1)] : process.SpinsOn.Order().ToList();
        var cpus = candidates.Where(_ => dice.Chance(50)).Take(6).ToList();
        if (cpus.Count == 0) cpus = [dice.Of(candidates)];
        if (isOn) process.SpinsOn.UnionWith(cpus);
        else process.SpinsOn.ExceptWith(cpus);
        process.Spins = process.SpinsOn.Count > 0;
        return new SpinStatement(0, "", process.Name, isOn, new(new(cpus))).ToTraceLine();
    }

    public static string? Idle(Drawing drawing, DrawnProcess process)
    {
        if (process.SpinsOn.Count == 0) return null;
        process.IsIdle = !process.IsIdle;
        return $"idle {process.Name} {TraceLine.OnOff(process.IsIdle)}";
    }

    public static string? GupFast(Drawing drawing, DrawnProcess process) => At(drawing, process, "gup-fast");

    public static string? Speculate(Drawing drawing, DrawnProcess process) => At(drawing, process, "speculate");

    public static string? HoldTable(Drawing drawing, DrawnProcess process)
    {
        if (process.Held.Count > 0 && drawing.Dice.Chance(60))
        {
            var held = drawing.Dice.Of(process.Held);
            process.Held.Remove(held);
            return $"hold-table {process.Name} {held} off";
        }

        if (drawing.AnyMapping(process, withGiga: false) is not { } mapping) return null;
        var address = drawing.Dice.Place(mapping.Range);
        if (process.Held.Contains(address)) return null;
        process.Held.Add(address);
        return $"hold-table {process.Name} {address} on";
    }

    /// <summary>A block of a few lines, each actor's its own; `run` takes them in order.</summary>
    public static string? Parallel(Drawing drawing, DrawnProcess process)
    {
        var dice = drawing.Dice;
        var lines = new List<string>();
        foreach (var actor in Actors.Take(dice.Between(2, ActorsMax)))
        {
            for (var count = dice.Between(1, 2); count > 0; count--)
            {
                var who = dice.Chance(50) ? process : drawing.AnyProcess();
                if (dice.Weighted(ActorMakers)(drawing, who) is { } line) lines.Add($"{actor}: {line}");
            }
        }

        return lines.Count == 0 ? null : string.Join('\n', ["parallel", .. lines, "end"]);
    }

    private static string? At(Drawing drawing, DrawnProcess process, string verb) =>
        drawing.AnyMapping(process, withGiga: false) is { } mapping
            ? $"{verb} {process.Name} {drawing.Dice.Place(mapping.Range).AlignDown<Pmd>()}"
            : null;
}
