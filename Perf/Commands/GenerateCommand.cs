using System.CommandLine;
using Emulator.Scenarios;

namespace Perf.Commands;

/// <summary><c>ptemu generate --seed N</c>: a random trace.</summary>
internal static class GenerateCommand
{
    internal static Command Create(Terminal terminal)
    {
        var seed = new Option<ulong>("--seed") { Description = "The same number gives the same bytes", Required = true, HelpName = "N" };
        var statements = new Option<int?>("--statements") { Description = "How many statements; 15 to 45 if not said", HelpName = "M" };
        var moves = new Option<bool>("--moves") { Description = "Also mremap that moves, which can hang a real kernel" };
        var wide = new Option<bool>("--wide") { Description = "Also CPUs, ways to flush, walkers and actors that no real machine can be told" };
        var command = new Command("generate", "Write a random trace that a machine with 1 GB of huge pages can run")
            { seed, statements, moves, wide };
        command.SetAction(parsed => terminal.Output.Write(
            TraceGenerator.Text(new(parsed.GetValue(seed), Checked(parsed.GetValue(statements)), parsed.GetValue(moves), parsed.GetValue(wide)))));
        return command;
    }

    private static int? Checked(int? statements) =>
        statements is null or (>= 1 and <= GeneratorOptions.StatementsMax)
            ? statements
            : throw new BadInputException($"--statements {statements}: expected a number from 1 to {GeneratorOptions.StatementsMax}");
}
