using System.CommandLine;
using Emulator.Scenarios;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu generate --seed N</c>: a random trace.</summary>
internal static class GenerateCommand
{
    internal static Command Create(Terminal terminal)
    {
        var seed = Options.Seed("The same number gives the same bytes");
        seed.Required = true;
        var statements = new Option<int?>("--statements") { Description = "Number of statements; 15 to 45 by default", HelpName = "M" };
        statements.Validators.Add(result => Options.InRange(result, 1, GeneratorOptions.StatementsMax));
        var moves = new Option<bool>("--moves") { Description = "Also mremap that moves, which can hang a real kernel" };
        var wide = new Option<bool>("--wide") { Description = "Also CPUs, ways to flush, walkers and actors that no real machine can be told" };
        var command = new Command("generate", "Write a random trace that a machine with 1 GB of huge pages can run")
            { seed, statements, moves, wide };
        command.SetAction(parsed => terminal.Output.Write(
            TraceGenerator.Text(new(parsed.GetValue(seed), parsed.GetValue(statements), parsed.GetValue(moves), parsed.GetValue(wide)))));
        return command;
    }
}
