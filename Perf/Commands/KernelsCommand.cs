using System.CommandLine;
using System.Text.Json;
using Emulator.Walks;

namespace Perf.Commands;

/// <summary><c>ptemu kernels</c>: what <c>--kernel</c> takes.</summary>
internal static class KernelsCommand
{
    internal static Command Create(Terminal terminal)
    {
        var json = Options.Json();
        var command = new Command("kernels", "List the kernel releases, with what each means") { json };
        command.SetAction(parsed =>
        {
            foreach (var release in KernelReleases.All)
            {
                terminal.Output.WriteLine(parsed.GetValue(json)
                    ? JsonSerializer.Serialize(new { kernel = release.Name, walk = release.Walk.Name, meaning = release.Meaning })
                    : $"{release.Name,-9} {release.Meaning}");
            }
        });
        return command;
    }
}
