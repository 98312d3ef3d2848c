using System.CommandLine;
using System.Text.Json;
using Emulator.Walks;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu walks</c>: what compare has a row for.</summary>
internal static class WalksCommand
{
    internal static Command Create(Terminal terminal)
    {
        var json = Options.Json();
        var command = new Command("walks", "List the walks, oldest first") { json };
        command.SetAction(parsed =>
        {
            foreach (var walk in WalkCatalog.All)
            {
                terminal.Output.WriteLine(parsed.GetValue(json)
                    ? JsonSerializer.Serialize(new { walk = walk.Name, since = $"{walk.Since:yyyy-MM-dd}", summary = walk.Summary })
                    : $"{walk.Name,-9} {walk.Since:yyyy-MM-dd}  {walk.Summary}");
            }
        });
        return command;
    }
}
