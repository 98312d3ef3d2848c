using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tests.Tidy;

/// <summary>Nothing points left: Perf, Emulator, Emulator.Native; and within Emulator, layer by layer.</summary>
public class LayersTests
{
    // Each may use those to its right.
    private static readonly string[] Layers =
        ["Reports", "Costs", "Explore", "Lab", "Host", "Scenarios", "Notifiers", "Checks", "Walks", "Kernel", "Tlb", "Accounting"];

    [Fact]
    public void Every_folder_of_the_emulator_is_a_layer() => Sources.AssertNone(
        from source in Sources.In("Emulator")
        where !Layers.Contains(source.Path.Split('/')[1])
        select source.Path);

    [Fact]
    public void A_namespace_is_the_layer_of_its_folder() => Sources.AssertNone(
        from source in Sources.All
        let folders = source.Path.Split('/')
        let expected = folders[0] == "Emulator" ? $"Emulator.{folders[1]}" : folders[0]
        from space in source.Root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        let name = space.Name.ToString()
        where name != expected && (folders[0] == "Emulator" || !name.StartsWith(expected + ".", StringComparison.Ordinal))
        select $"{source.Path}: {name}");

    [Fact]
    public void A_layer_uses_those_to_its_right() => Sources.AssertNone(
        from source in Sources.In("Emulator")
        let own = Array.IndexOf(Layers, source.Path.Split('/')[1])
        from name in NamesOf(source)
        where name.Length > 1 && name[0] == "Emulator" && Array.IndexOf(Layers, name[1]) is >= 0 and var used && used < own
        select $"{source.Path} uses Emulator.{name[1]}");

    [Fact]
    public void The_library_below_knows_nothing_above_it() => Sources.AssertNone(
        from source in Sources.In("Emulator.Native")
        from name in NamesOf(source)
        where name is ["Emulator", var space, ..] && space != "Native"
        select $"{source.Path} uses {string.Join('.', name)}");

    [Theory]
    [InlineData("Emulator.Native")]
    [InlineData("Emulator", "Emulator.Native")]
    [InlineData("Perf", "Emulator", "Emulator.Native")]
    public void A_project_refers_to_those_below_it(string project, params string[] below)
    {
        var file = XDocument.Parse(Sources.Read($"{project}/{project}.csproj"));
        var references = file.Descendants("ProjectReference")
            .Select(one => Path.GetFileNameWithoutExtension(one.Attribute("Include")!.Value));
        Assert.Equal(below, references.Order());
    }

    /// <summary>Of using directives and of names that are written in full.</summary>
    private static IEnumerable<string[]> NamesOf(Sources.Source source) =>
        from node in source.Root.DescendantNodes()
        where node is QualifiedNameSyntax or MemberAccessExpressionSyntax && node.Parent is not BaseNamespaceDeclarationSyntax
        let text = node.ToString()
        where text.StartsWith("Emulator.", StringComparison.Ordinal) || text.StartsWith("global::Emulator.", StringComparison.Ordinal)
        select text.Replace("global::", "", StringComparison.Ordinal).Split('.');
}
