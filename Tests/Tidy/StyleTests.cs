using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tests.Tidy;

/// <summary>The house style (design.md) where a machine can see it.</summary>
public class StyleTests
{
    private const int LinesMax = 300;

    // But for a line of recorded JSON, which stands as it was written.
    private const int ColumnsMax = 160;

    // In two parts, so that this file does not break its own rule.
    private static readonly string[] Unfinished = ["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception"];

    [Fact]
    public void The_sources_are_found()
    {
        foreach (var folder in new[] { "Emulator", "Emulator.Native", "Perf", "Tests" }) Assert.NotEmpty(Sources.In(folder));
        Assert.All(
            Sources.All,
            source => Assert.DoesNotContain(source.Tree.GetDiagnostics(), one => one.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void A_file_is_short() => Sources.AssertNone(
        from source in Sources.All
        where source.Lines.Length - 1 > LinesMax
        select $"{source.Path}: {source.Lines.Length - 1} lines");

    [Fact]
    public void A_line_is_short() => Sources.AssertNone(
        from source in Sources.All
        from line in source.Lines.Index()
        where line.Item.Length > ColumnsMax && !line.Item.TrimStart().StartsWith("{\"")
        select $"{source.Path}:{line.Index + 1}: {line.Item.Length} columns");

    [Fact]
    public void A_file_has_one_public_type() => Sources.AssertNone(
        from source in Sources.All
        let types = TopLevelTypes(source.Root).Where(type => type.Modifiers.Any(SyntaxKind.PublicKeyword)).ToList()
        where types.Count > 1
        select $"{source.Path}: {string.Join(' ', types.Select(NameOf))}");

    /// <summary>A type stands in the file of its name; a part of one may add its own: Kernel.Fault.cs.</summary>
    [Fact]
    public void A_file_is_named_after_its_first_type() => Sources.AssertNone(
        from source in Sources.All
        let first = TopLevelTypes(source.Root).FirstOrDefault()
        where first is not null && Path.GetFileName(source.Path).Split('.')[0] != NameOf(first)
        select $"{source.Path}: {NameOf(first)}");

    [Fact]
    public void Nothing_is_left_for_later() => Sources.AssertNone(
        from path in Sources.Files("*.cs").Concat(Sources.Files("*.csproj"))
        from word in Unfinished
        where Sources.Read(path).Contains(word, StringComparison.Ordinal)
        select $"{path}: {word}");

    private static IEnumerable<MemberDeclarationSyntax> TopLevelTypes(SyntaxNode root) =>
        from type in root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
        where type is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
        select type;

    private static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax one => one.Identifier.Text,
        DelegateDeclarationSyntax one => one.Identifier.Text,
        _ => "",
    };
}
