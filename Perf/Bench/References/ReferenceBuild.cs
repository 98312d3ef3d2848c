using System.Diagnostics;
using System.Reflection;
using Emulator.Native;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>Builds the C references, which this program carries in itself, with the C compiler of this machine, and loads them.</summary>
public static class ReferenceBuild
{
    internal const string Flags = "-std=gnu11 -O3 -march=native -fvisibility=hidden -Wall -Wextra -Werror -shared -fPIC";

    private const string Folder = "reference/";

    /// <summary>The compiler, as CC names it or cc.</summary>
    internal static string Compiler => Environment.GetEnvironmentVariable("CC") is { Length: > 0 } named ? named : "cc";

    /// <summary>With scans of the instructions that our own use here.</summary>
    /// <exception cref="BadInputException">There is no C compiler, or it can't build them.</exception>
    public static ReferenceLibrary Load() => Load(Simd.Active);

    /// <inheritdoc cref="Load()"/>
    public static ReferenceLibrary Load(SimdKernel scans)
    {
        var folder = Directory.CreateTempSubdirectory("ptemu-reference-");
        try
        {
            Compile(folder.FullName);
            // What is loaded stays, when its file is gone.
            return new(Path.Combine(folder.FullName, "reference.so"), scans);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What was compiled, as the compiler calls itself.</summary>
    internal static string CompilerVersion() => Run(Compiler, ["--version"]).Output.Split('\n')[0];

    /// <summary>One of the sources, as a file.</summary>
    /// <returns>Its path.</returns>
    internal static string WriteSource(string name, string folder)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, Sources()[name]);
        return path;
    }

    /// <summary>Runs the compiler over sources.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    internal static (int Status, string Error) Compile(string flags, string library, IEnumerable<string> sources)
    {
        var (status, _, error) = Run(Compiler, [.. flags.Split(' '), "-o", library, .. sources]);
        return (status, error);
    }

    private static void Compile(string folder)
    {
        var files = Sources();
        foreach (var (name, text) in files) File.WriteAllText(Path.Combine(folder, name), text);
        var sources = files.Keys.Where(name => name.EndsWith(".c", StringComparison.Ordinal)).Order();
        var (status, error) = Compile(Flags, Path.Combine(folder, "reference.so"), sources.Select(name => Path.Combine(folder, name)));
        if (status != 0) throw new BadInputException($"the C references of Perf/reference don't build with '{Compiler}':\n{error.TrimEnd()}");
    }

    private static Dictionary<string, string> Sources()
    {
        var assembly = typeof(ReferenceBuild).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal));
        return names.ToDictionary(name => name[Folder.Length..], name => TextOf(assembly, name));
    }

    private static string TextOf(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static (int Status, string Output, string Error) Run(string program, IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            process.WaitForExit();
            return (process.ExitCode, output.Result, error.Result);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new BadInputException(
                $"there is no C compiler to build the references with: '{program}': {exception.Message}; expected cc, or CC to name one");
        }
    }
}
