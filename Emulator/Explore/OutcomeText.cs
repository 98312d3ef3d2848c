using Emulator.Checks;
using Emulator.Kernel;
using Emulator.Scenarios;

namespace Emulator.Explore;

/// <summary>How an execution ended, as a line: what the statements of the block answered, and the tables of each process.</summary>
internal static class OutcomeText
{
    internal static string Of(ParallelStatement? block, Dictionary<int, Outcome> answers, Machine machine)
    {
        var statements = (block?.Actions ?? []).Select(line => $"{line.Thread}: {Answer(line.Statement, answers)}");
        var processes = machine.Processes.Select(mm => $"{mm.Name} {mm.PageTableKilobytes}K{LeftText(machine, mm)}");
        return string.Join("; ", [.. statements, .. processes]);
    }

    private static string Answer(Statement statement, Dictionary<int, Outcome> answers)
    {
        var verb = statement.Text.Split(' ')[0];
        if (!answers.TryGetValue(statement.Line, out var outcome)) return $"{verb} never ran";
        if (statement is not TouchStatement || outcome.Deadlock is not null) return $"{verb} {outcome.Result}";
        var signals = outcome.Sigbus + outcome.Sigsegv == 0 ? "" : $" sigbus {outcome.Sigbus} sigsegv {outcome.Sigsegv}";
        return $"{verb} {outcome.Touched} faults {outcome.Faults}{signals}";
    }

    private static string LeftText(Machine machine, Mm mm) =>
        LeftShared.Count(machine, mm) is > 0 and var count ? $" left shared {count}" : "";
}
