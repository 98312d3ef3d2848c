using System.Text.RegularExpressions;
using Tests.Perf;

namespace Tests.Docs;

/// <summary>What the documents say can be done is done: their commands run, their links lead somewhere, their code is the code.</summary>
public partial class DocumentTests
{
    // Every page there is: a new one is under these tests without being named.
    private static readonly List<string> Documents = [.. Tidy.Sources.Files("*.md").Where(path => !path.Contains("node_modules", StringComparison.Ordinal))];

    // Files that the makers of this program have, and nobody who clones it.
    private static readonly string[] NotInAClone = ["ground-" + "truth", "kernel-" + "facts", "bugs" + ".md", "timeline" + ".md", "shar" + "ed/"];

    public static TheoryData<string> Commands => [.. CommandLine().Matches(Read("README.md")).Select(match => match.Groups[1].Value)];

    public static TheoryData<string> Files => [.. Documents];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_of_the_readme_runs(string command)
    {
        var output = Directory.CreateTempSubdirectory("ptemu-docs-");
        try
        {
            var words = command.Split(' ').Select(word => word == "out" ? output.FullName : InRepository(word));
            var result = ChildProcess.Run([.. words]);
            Assert.True(result.Status == 0, result.Error);
            Assert.NotEmpty(result.Output);
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_link_leads_to_a_file(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        var targets = Link().Matches(Read(document)).Select(match => match.Groups[1].Value)
            .Where(target => target[0] != '#' && !target.Contains("://", StringComparison.Ordinal));
        Assert.All(targets, target => Assert.True(Path.Exists(Path.Combine(folder, target.Split('#')[0])), $"{document}: {target}"));
    }

    /// <summary>What is cited is there: a file of the repository that a page names in code, and nothing that a clone does not have.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void A_path_that_is_named_exists(string document)
    {
        var paths = RepositoryPath().Matches(Read(document)).Select(match => match.Groups[1].Value.TrimEnd('/'));
        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), $"{document}: {path}"));
    }

    [Fact]
    public void Nothing_is_cited_that_a_clone_does_not_have() => Tidy.Sources.AssertNone(
        from pattern in (string[])["*.md", "*.cs", "*.c", "*.h", "*.props", "*.csproj"]
        from path in Tidy.Sources.Files(pattern)
        where !path.Contains("node_modules", StringComparison.Ordinal)
        from word in NotInAClone
        where Read(path).Contains(word, StringComparison.Ordinal)
        select $"{path}: {word}");

    /// <summary>The walk that CONTRIBUTING shows is Kravetz's file, less its comments.</summary>
    [Fact]
    public void The_walk_shown_is_the_walk_that_runs()
    {
        var source = Read("Emulator/Walks/KravetzPerPud.cs");
        var code = string.Join('\n', source.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
        Assert.Contains(code[code.IndexOf("public readonly struct", StringComparison.Ordinal)..].Trim(), Read("CONTRIBUTING.md"), StringComparison.Ordinal);
    }

    /// <summary>The lines that CONTRIBUTING shows as a diff of the repository stand in it.</summary>
    [Theory]
    [InlineData("Traces/releases/dontneed.trace")]
    [InlineData("Emulator/Releases/LinuxKernels.cs")]
    [InlineData("Emulator.Native/Simd/PresentEntries.cs")]
    public void A_recipes_lines_stand_in_the_file(string file)
    {
        var blocks = DiffBlock().Matches(Read("CONTRIBUTING.md")).Select(match => Added(match.Groups[1].Value)).ToList();
        Assert.Single(blocks, lines => lines.All(line => Read(file).Contains(line, StringComparison.Ordinal)));
    }

    /// <summary>An event is shown in more than one file: each line stands in the one that is named above it.</summary>
    [Fact]
    public void An_events_lines_stand_in_their_files()
    {
        var block = DiffBlock().Matches(Read("CONTRIBUTING.md")).Single(match => match.Groups[1].Value.Contains("Events.cs", StringComparison.Ordinal));
        var parts = block.Groups[1].Value.Split("+++ b/", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, parts.Length);
        Assert.All(parts, part => Assert.All(Added(part), line => Assert.Contains(line, Read(part.Split('\n')[0]), StringComparison.Ordinal)));
    }

    private static List<string> Added(string diff) =>
        [.. diff.Split('\n').Where(line => line.StartsWith('+') && !line.StartsWith("+++", StringComparison.Ordinal)).Select(line => line[1..].Trim())];

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    private static string InRepository(string word) => word.Contains('/') ? Path.Combine(Repository.Root, word) : word;

    [GeneratedRegex(@"^\$ ptemu (.+)$", RegexOptions.Multiline)]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    /// <summary>In backquotes, from one of the top folders on, and without a place-holder.</summary>
    [GeneratedRegex(@"`((?:Emulator|Emulator\.Native|Perf|Tests|Traces|docs|\.ci)/[\w./-]*)`")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"```diff\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex DiffBlock();
}
