using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tests.Tidy;

/// <summary>The ban on raw memory outside Emulator.Native bites: by the compiler, and by the analyzer for the ways around it.</summary>
public class BanTests
{
    private static readonly string[] Symbols =
    [
        "T:System.Runtime.CompilerServices.Unsafe",
        "T:System.Runtime.InteropServices.MemoryMarshal",
        "T:System.Runtime.InteropServices.CollectionsMarshal",
        "T:System.Runtime.InteropServices.NativeMemory",
        "T:System.Runtime.InteropServices.Marshal",
        "T:System.Runtime.InteropServices.GCHandle",
        "T:System.Runtime.InteropServices.DllImportAttribute",
        "T:System.Runtime.InteropServices.LibraryImportAttribute",
        "T:System.Runtime.InteropServices.NativeLibrary",
        "N:System.Runtime.Intrinsics",
        "N:System.Runtime.Intrinsics.X86",
    ];

    [Theory]
    [InlineData("public static unsafe class A { }")]
    [InlineData("public static class A { public static unsafe ulong Read(ulong* entry) => *entry; }")]
    [InlineData("public static class A { public static void B(byte[] bytes) { unsafe { fixed (byte* first = bytes) *first = 1; } } }")]
    public void Unsafe_code_does_not_compile_by_the_rules_of_the_emulator(string code)
    {
        Assert.Contains("CS0227", ErrorsOf(code, IsUnsafeAllowed("Emulator/Emulator.csproj")));
        Assert.DoesNotContain("CS0227", ErrorsOf(code, IsUnsafeAllowed("Emulator.Native/Emulator.Native.csproj")));
    }

    /// <summary>The analyzer knows nothing of a name that is misspelt: so each must be found where it is said to be.</summary>
    [Fact]
    public void Every_banned_symbol_is_listed_and_exists()
    {
        var lines = Sources.Read("Emulator/BannedSymbols.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var listed = lines.Select(line => line.Split(';')[0]).ToList();
        Assert.Empty(Symbols.Except(listed));
        var compilation = Roslyn.Compile([], allowUnsafe: false);
        Assert.All(listed, id => Assert.True(DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation) is not null, id));
    }

    [Fact]
    public void A_banned_symbol_is_an_error_that_nobody_switches_off()
    {
        var included = XDocument.Parse(Sources.Read("Emulator/Emulator.csproj")).Descendants()
            .Select(one => $"{one.Name} {one.Attribute("Include")?.Value}").ToList();
        Assert.Contains("PackageReference Microsoft.CodeAnalysis.BannedApiAnalyzers", included);
        Assert.Contains("AdditionalFiles BannedSymbols.txt", included);
        Assert.Single(Sources.Read(".editorconfig").Split('\n'), line => line.Contains("RS0030.severity", StringComparison.Ordinal));
        Assert.Contains("\ndotnet_diagnostic.RS0030.severity = error\n", Sources.Read(".editorconfig"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Sources.Files("*.csproj").Append("Directory.Build.props"),
            path => Sources.Read(path).Contains("RS0030", StringComparison.Ordinal));
        Sources.AssertNone(
            from source in Sources.In("Emulator")
            from trivia in source.Root.DescendantTrivia()
            where trivia.IsKind(SyntaxKind.PragmaWarningDirectiveTrivia) && trivia.ToString().Contains("RS0030", StringComparison.Ordinal)
            select source.Path);
    }

    [Fact]
    public void Every_project_has_a_lock_file() => Sources.AssertNone(
        from path in Sources.Files("*.csproj")
        where !File.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, "packages.lock.json"))
        select $"{path}: no packages.lock.json");

    /// <summary>The project's own word, otherwise that of Directory.Build.props.</summary>
    private static bool IsUnsafeAllowed(string project) =>
        new[] { project, "Directory.Build.props" }
            .SelectMany(path => XDocument.Parse(Sources.Read(path)).Descendants("AllowUnsafeBlocks"))
            .Select(one => bool.Parse(one.Value))
            .First();

    private static List<string> ErrorsOf(string code, bool allowUnsafe) =>
        [.. Roslyn.Compile([CSharpSyntaxTree.ParseText(code, Sources.Language)], allowUnsafe).GetDiagnostics()
            .Where(one => one.Severity == DiagnosticSeverity.Error).Select(one => one.Id)];
}
