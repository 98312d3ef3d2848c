using Emulator.Experiments;
using Emulator.Native;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Perf.Cli;
using Perf.Sampling;

namespace Perf.Bench;

/// <summary>
/// <c>ptemu run</c> of a small trace, as a process from its start to its end, beside <c>dotnet</c> with a program that does nothing: what the
/// runtime needs to come up. In processor time of all its threads.
/// </summary>
internal sealed class StartReference(Terminal terminal)
{
    private const string Work = "ptemu run and start";
    private const string Reference = "an empty program";
    private const string Seed = "seed/shared-2.trace";

    /// <summary>Under 4 times the time of the empty program.</summary>
    private const double Target = 0.25;

    private const string Empty = "return 0;";

    internal IEnumerable<RatioRow> Rows(int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("ptemu-start-");
        try
        {
            var empty = EmptyProgram(folder.FullName);
            var trace = Path.Combine(folder.FullName, "small.trace");
            File.WriteAllText(trace, SeedState.TextOf(Seed));
            var (ours, theirs) = (new List<double>(), new List<double>());
            IReadOnlyList<string> reference = [ProfiledChild.CommandOf([])[0], empty], command = [.. BuiltCommand(), "run", trace];
            // Once for the caches of the disk.
            _ = Once(reference) + Once(command);
            for (var round = 0; round < rounds; round++)
            {
                terminal.Progress($"starting: round {round + 1}");
                theirs.Add(Once(reference));
                ours.Add(Once(command));
            }

            yield return RatioRow.Of(Work, ours, Reference, theirs, "1 process", Target);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The command beside this program, as the build made it; where it was started by <c>dotnet</c> alone, the same by <c>dotnet</c>.</summary>
    private static IReadOnlyList<string> BuiltCommand()
    {
        var command = Path.Combine(AppContext.BaseDirectory, "ptemu");
        return File.Exists(command) ? [command] : ProfiledChild.CommandOf([]);
    }

    /// <summary>Nanoseconds.</summary>
    private static double Once(IReadOnlyList<string> command)
    {
        var before = ChildClock.Now();
        var ended = ProfiledChild.Run(command, []);
        if (ended.Status != 0) throw new InvalidOperationException($"{string.Join(' ', command)} ended with status {ended.Status}: {ended.Error}");
        return ChildClock.Now() - before;
    }

    /// <summary>Compiles it; it runs on the runtime that runs here.</summary>
    /// <returns>The path of its assembly.</returns>
    private static string EmptyProgram(string folder)
    {
        var path = Path.Combine(folder, "empty.dll");
        var runtime = typeof(object).Assembly.Location;
        var compilation = CSharpCompilation.Create(
            "empty", [CSharpSyntaxTree.ParseText(Empty)],
            [
                MetadataReference.CreateFromFile(runtime),
                MetadataReference.CreateFromFile(Path.Combine(Path.GetDirectoryName(runtime)!, "System.Runtime.dll")),
            ],
            new(OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release));
        var result = compilation.Emit(path);
        Ensure.That(result.Success, "the empty program compiles");
        File.WriteAllText(
            Path.ChangeExtension(path, ".runtimeconfig.json"),
            $$"""{ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "{{Environment.Version}}" } } }""");
        return path;
    }
}
