using System.CommandLine;
using Emulator.Host;
using Emulator.Lab;
using Emulator.Native;
using Emulator.Releases;
using Emulator.Reports;
using Emulator.Scenarios;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu lab TRACE...</c>: what kernels of other releases do, in a virtual machine, and the emulator beside them.</summary>
internal static class LabCommand
{
    private sealed record Selection(bool IsUpdate, bool IsJson, bool AllowHang);

    internal static Command Create(Terminal terminal)
    {
        var traces = Options.Traces();
        traces.Arity = ArgumentArity.ZeroOrMore;
        traces.Description = "Trace files; those that are recorded of the kernel, if none is given";
        var kernel = new Option<string[]>("--kernel") { Description = "A kernel of the list, or an image's file; all by default", HelpName = "KERNEL" };
        var release = new Option<string?>("--release") { Description = "The emulator's release to hold it against", HelpName = "RELEASE" };
        var list = new Option<bool>("--list") { Description = "The kernels, the releases they are held against, and which are in the cache" };
        var fetch = new Option<bool>("--fetch") { Description = $"Download the kernels into {LabCache.Folder}" };
        var update = new Option<bool>("--update") { Description = "Record the answers, in Traces/kernels/KERNEL of the current directory" };
        var json = Options.Json();
        var allowHang = new Option<bool>("--allow-hang") { Description = "Also make a call that may hang the kernel in the machine" };
        var command = new Command("lab", "Carry traces out on kernels of other releases under QEMU, count calls, and compare with the emulator")
        {
            traces, kernel, release, list, fetch, update, json, allowHang,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(list)) return List(terminal);
            var chosen = Chosen(parsed.GetValue(kernel) ?? [], parsed.GetValue(release));
            if (parsed.GetValue(fetch)) return Fetch(chosen, terminal);
            var selection = new Selection(parsed.GetValue(update), parsed.GetValue(json), parsed.GetValue(allowHang));
            return chosen.Max(one => Run(one, parsed.GetValue(traces) ?? [], selection, terminal));
        });
        return command;
    }

    private static int List(Terminal terminal)
    {
        foreach (var kernel in LabKernels.All)
        {
            terminal.Output.WriteLine($"{kernel.Name,-12} {kernel.Release,-6} {(File.Exists(LabCache.ImageOf(kernel.Name)) ? "cached" : "-"),-6} {kernel.Why}");
        }

        if (VirtualMachine.WhyNot() is { } why) terminal.Error.WriteLine(why);
        return ExitStatus.Done;
    }

    private static int Fetch(IReadOnlyList<LabKernel> kernels, Terminal terminal)
    {
        foreach (var kernel in kernels)
        {
            terminal.Progress($"{kernel.Name}: {kernel.Package}");
            LabCache.Fetch(kernel.Name, LabMirror.UrlOf(kernel), kernel.Sha256, kernel.ImagePath);
            terminal.EndProgress();
            terminal.Error.WriteLine(LabCache.ImageOf(kernel.Name));
        }

        return ExitStatus.Done;
    }

    private static IReadOnlyList<LabKernel> Chosen(string[] names, string? release)
    {
        if (names.Length == 0) return [.. LabKernels.All.Select(kernel => kernel with { Release = release ?? kernel.Release })];
        return [.. names.Select(name => Named(name) is var kernel ? kernel with { Release = release ?? kernel.Release } : kernel)];
    }

    private static LabKernel Named(string name)
    {
        if (LabKernels.Named(name) is { } known) return known;
        var names = string.Join(", ", LabKernels.All.Select(kernel => kernel.Name));
        if (!File.Exists(name)) throw new BadInputException($"there is no kernel '{name}'; expected an image's file, or one of {names}");
        return new()
        {
            Name = Path.GetFileName(name),
            Release = LinuxKernels.Default.Name,
            Why = "an image of the user's",
            Archive = LabArchive.File,
            Package = Path.GetFullPath(name),
            Sha256 = "",
            ImagePath = "",
        };
    }

    private static int Run(LabKernel kernel, string[] paths, Selection selection, Terminal terminal)
    {
        var image = kernel.Archive == LabArchive.File ? kernel.Package : LabCache.ImageOf(kernel.Name);
        if (!File.Exists(image)) throw new HostException($"{kernel.Name} is not in the cache; run: ptemu lab --fetch --kernel {kernel.Name}");
        var folder = Path.Combine("Traces", "kernels", kernel.Name);
        if (paths.Length == 0 && Directory.Exists(folder)) paths = [.. Directory.GetFiles(folder, "*.trace").Order(StringComparer.Ordinal)];
        if (paths.Length == 0) throw new BadInputException($"no trace is given, and none is recorded in {folder}");
        var status = ExitStatus.Done;
        using var lab = new LabRun(image, kernel.Inlined) { Release = TraceFiles.Kernel(kernel.Release) };
        foreach (var trace in TraceFiles.Read(paths, terminal))
        {
            terminal.Progress($"{trace.Path} on {kernel.Name}");
            var answers = lab.Run(trace, selection.AllowHang);
            if (selection.IsUpdate) Record(folder, trace, answers);
            terminal.EndProgress();
            status = Math.Max(status, Print(kernel, trace, answers, selection.IsJson, terminal));
        }

        return status;
    }

    private static int Print(LabKernel kernel, Trace trace, IReadOnlyList<HostAnswer> answers, bool isJson, Terminal terminal)
    {
        var (differences, fields) = LabComparison.Compare(trace, TraceFiles.Kernel(kernel.Release), answers);
        var output = isJson ? terminal.Error : terminal.Output;
        foreach (var answer in isJson ? answers : []) terminal.Output.WriteLine(JsonHostAnswer.Of(answer, trace.Path));
        var result = differences.Count == 0 ? $"equal ({fields} fields)" : $"{differences.Count} of {fields} fields differ";
        output.WriteLine($"{kernel.Name} ({kernel.Release}) {trace.Path}: {result}");
        foreach (var difference in differences) output.WriteLine($"  {difference}");
        return differences.Count == 0 ? ExitStatus.Done : ExitStatus.CheckFailed;
    }

    private static void Record(string folder, Trace trace, IReadOnlyList<HostAnswer> answers)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Path.GetFileName(trace.Path));
        if (Path.GetFullPath(path) != Path.GetFullPath(trace.Path)) File.Copy(trace.Path, path, overwrite: true);
        File.WriteAllText(Path.ChangeExtension(path, ".truth.jsonl"), string.Concat(answers.Select(answer => JsonHostAnswer.Of(answer) + "\n")));
    }
}
