using System.CommandLine;
using System.Text.Json;
using Emulator.Native;
using Perf.Bench;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu isa</c>: which SIMD kernel is active here, and why another is not.</summary>
internal static class IsaCommand
{
    internal static Command Create(Terminal terminal)
    {
        var json = Options.Json();
        var command = new Command("isa", $"Say which SIMD kernel is active ({Simd.Variable}=scalar|256|512|auto forces one) and prove it")
            { json };
        command.SetAction(parsed =>
        {
            var checkedTables = SimdSelfCheck.Run();
            terminal.Output.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new
                {
                    active = Simd.Active.ToString(),
                    available = Simd.Available.Select(kernel => kernel.ToString()),
                    tables_checked = checkedTables,
                    machine = HostMachine.Describe(),
                })
                : $"active {Simd.Active}; can run {string.Join(", ", Simd.Available)}; "
                    + $"each equals the scalar one over {checkedTables} tables\n{HostMachine.Describe()}");
        });
        return command;
    }
}
