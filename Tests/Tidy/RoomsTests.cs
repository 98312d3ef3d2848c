using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Tests.Docs;

namespace Tests.Tidy;

/// <summary>Nothing points left: Perf, Emulator, Emulator.Native; and the rooms of a project have no cycle and are drawn as they are.</summary>
public class RoomsTests
{
    [Theory]
    [InlineData("Emulator")]
    [InlineData("Perf")]
    public void The_rooms_have_no_cycle_and_are_drawn(string project)
    {
        var graph = RoomGraph.Of(project);
        // A cycle first: the drawing orders the rooms by their depth, which a cycle does not have.
        Sources.AssertNone(graph.Cycles());
        GeneratedBlock.Check("ARCHITECTURE.md", $"rooms-{project.ToLowerInvariant()}", GeneratedBlock.Code(graph.Text()));
    }

    [Fact]
    public void A_namespace_is_named_after_its_room() => Sources.AssertNone(
        from source in Sources.All
        let folders = source.Path.Split('/')
        let isInRoom = folders[0] is "Emulator" or "Perf" && folders.Length > 2
        let expected = isInRoom ? $"{folders[0]}.{folders[1]}" : folders[0]
        from space in source.Root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        let name = space.Name.ToString()
        where name != expected && (isInRoom || !name.StartsWith(expected + ".", StringComparison.Ordinal))
        select $"{source.Path}: {name}");

    [Fact]
    public void The_library_below_knows_nothing_above_it() => Sources.AssertNone(
        from source in Sources.In("Emulator.Native")
        from name in RoomGraph.NamesOf(source, "Emulator")
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
}
