using System.CommandLine;
using System.Text.Json;
using Emulator.Releases;
using Emulator.Reports;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu kernels</c>: what <c>--kernel</c> takes.</summary>
internal static class KernelsCommand
{
    internal static Command Create(Terminal terminal)
    {
        var json = Options.Json();
        var table = new Option<bool>("--table") { Description = "How they differ: each cell answered by running a trace" };
        var command = new Command("kernels", "List the kernel releases, with what each means") { json, table };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(table))
            {
                if (!parsed.GetValue(json)) terminal.Output.Write(ReleaseTable.Text());
                else foreach (var release in LinuxKernels.All) terminal.Output.WriteLine(ReleaseTable.Json(release));
                return;
            }

            foreach (var release in LinuxKernels.All)
            {
                terminal.Output.WriteLine(parsed.GetValue(json)
                    ? JsonSerializer.Serialize(new { kernel = release.Name, walk = release.RegisterWalk?.Name, meaning = release.Meaning })
                    : $"{release.Name,-9} {release.Meaning}");
            }
        });
        return command;
    }
}
