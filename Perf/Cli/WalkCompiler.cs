using System.Reflection;
using System.Runtime.Loader;
using Emulator.Kernel;
using Emulator.Walks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Perf.Cli;

/// <summary>Compiles a walk from one C# file at run time, so that it can be judged without touching the repository.</summary>
internal static class WalkCompiler
{
    /// <summary>A walk needs no using directive: it knows what it is written in, wherever that stands by now.</summary>
    private const string ImplicitUsings =
        """
        global using System; global using System.Collections.Generic; global using System.Linq;
        global using Emulator.Kernel; global using Emulator.Native; global using Emulator.Probes; global using Emulator.Walks;
        """;

    /// <summary>Compiles and loads the file; the catalogue finds its walks from then on.</summary>
    /// <exception cref="BadInputException">It can't be read, does not compile, has no walk, or one of a name that is taken.</exception>
    internal static WalkFile Load(string path)
    {
        var taken = WalkCatalog.All.Select(walk => walk.Name).ToHashSet();
        using var image = new MemoryStream();
        var compilation = CSharpCompilation.Create(
            $"Walk.{Path.GetFileNameWithoutExtension(path)}",
            [Parse(path, Read(path)), Parse("usings", ImplicitUsings)],
            References(),
            new(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable));
        var result = compilation.Emit(image);
        if (result.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
            throw Failure(path, error);
        image.Position = 0;
        var file = WalksOf(path, AssemblyLoadContext.Default.LoadFromStream(image));
        if (file.Walks.Count == 0)
            throw new BadInputException($"{path}: no walk in it; expected a struct that implements {nameof(IUnshareWalk)}");
        return file.Walks.FirstOrDefault(walk => !taken.Add(walk.Name)) is { } second
            ? throw new BadInputException($"{path}: there is a walk '{second.Name}' already; expected a name that is not taken (ptemu walks)")
            : file;
    }

    private static WalkFile WalksOf(string path, Assembly assembly)
    {
        var file = new WalkFile(path, assembly, []);
        try
        {
            var walks = WalkCatalog.In(assembly);
            // The user's code also runs where a walk says what it is.
            foreach (var walk in walks) _ = (walk.Name.Length, walk.Summary.Length);
            return file with { Walks = walks };
        }
        catch (Exception exception)
        {
            throw file.Failure("a walk's name, summary or date", exception);
        }
    }

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, new(LanguageVersion.Latest), path);

    private static string Read(string path) => InputFile.Read(path, "the C# file of a walk", File.ReadAllText);

    /// <summary>What this program itself runs on: the framework's assemblies, and the emulator's.</summary>
    private static IEnumerable<MetadataReference> References()
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        Assembly[] own = [typeof(IUnshareWalk).Assembly, typeof(Emulator.Native.Pte).Assembly];
        return platform.Concat(own.Select(assembly => assembly.Location)).Distinct().Select(file => MetadataReference.CreateFromFile(file));
    }

    private static BadInputException Failure(string path, Diagnostic error)
    {
        var line = error.Location.GetLineSpan().StartLinePosition.Line + 1;
        return new($"{path}:{line}: {error.Id}: {error.GetMessage()}; expected one file of safe C# with a walk (CONTRIBUTING.md)");
    }
}
