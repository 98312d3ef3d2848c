using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tests.Tidy;

/// <summary>The compiler, on the libraries that this process runs on.</summary>
internal static class Roslyn
{
    private static readonly Lazy<MetadataReference[]> Platform = new(() =>
    [
        .. from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
           where Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)
           select MetadataReference.CreateFromFile(path),
    ]);

    /// <summary>What ImplicitUsings gives a project.</summary>
    internal static SyntaxTree ImplicitUsings { get; } = CSharpSyntaxTree.ParseText(
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        """,
        Sources.Language);

    internal static CSharpCompilation Compile(IEnumerable<SyntaxTree> trees, bool allowUnsafe) => CSharpCompilation.Create(
        "tidy", trees, Platform.Value, new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: allowUnsafe));
}
