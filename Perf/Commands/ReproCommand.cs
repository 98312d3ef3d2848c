using System.CommandLine;
using Emulator.Reports;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu repro TRACE</c>: the trace as a C program, to see it on any Linux machine.</summary>
internal static class ReproCommand
{
    internal static Command Create(Terminal terminal)
    {
        var trace = new Argument<string>("TRACE") { Description = "A trace file; - is standard input" };
        var file = new Option<string>("-o", "--output")
        { Description = "The file to write; - is standard output", DefaultValueFactory = _ => "-", HelpName = "FILE" };
        var kselftest = new Option<bool>("--kselftest") { Description = "A kernel selftest: TAP, held against what --kernel answers" };
        var kernel = Options.Kernel();
        var allowHang = new Option<bool>("--allow-hang")
        { Description = "Also an mremap that moves, which some kernels never return from" };
        var command = new Command("repro", "Write the trace as a C program of its own, which answers on any Linux machine")
            { trace, file, kselftest, kernel, allowHang };
        command.SetAction(parsed =>
        {
            var read = TraceFiles.Read([parsed.GetRequiredValue(trace)], terminal)[0];
            var release = TraceFiles.Kernel(parsed.GetRequiredValue(kernel));
            var text = ReproProgram.Of(read, new(release, parsed.GetValue(kselftest), parsed.GetValue(allowHang)));
            if (parsed.GetRequiredValue(file) is not "-" and var path) OutputFile.Write(path, text);
            else terminal.Output.Write(text);
        });
        return command;
    }
}
