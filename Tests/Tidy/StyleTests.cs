using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tests.Tidy;

/// <summary>The house style (CONTRIBUTING.md) where a machine can see it.</summary>
public class StyleTests
{
    private const int LinesMax = 300;
    private const int LinesOfMedianMin = 60;

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

    /// <summary>
    /// A file holds one idea. With one type it has that type's name (a part of one may add its own: Kernel.Fault.cs); with several it has the
    /// name of one of them, or says in the plural what they are: Levels.cs.
    /// </summary>
    [Fact]
    public void A_file_is_named_after_its_idea() => Sources.AssertNone(
        from source in Sources.All
        let names = TopLevelTypes(source.Root).Select(NameOf).ToList()
        let name = Path.GetFileName(source.Path).Split('.')[0]
        where names.Count > 0 && !names.Contains(name) && !(names.Count > 1 && name.EndsWith('s'))
        select $"{source.Path}: {string.Join(' ', names)}");

    /// <summary>Rooms of very small files are not read but searched: half of the files have more lines than this.</summary>
    [Fact]
    public void Half_of_the_files_are_not_tiny()
    {
        var lengths = Sources.All.Select(source => source.Lines.Length - 1).Order().ToList();
        Assert.InRange(lengths[lengths.Count / 2], LinesOfMedianMin, LinesMax);
    }

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
