using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tests.Tidy;

/// <summary>Every source file of the repository, parsed once. Words in comments and strings are not code, so rules look at tokens.</summary>
internal static class Sources
{
    private static readonly string[] NotOurs = ["bin", "obj", "out", "TestResults", "BenchmarkDotNet.Artifacts"];

    // A walk as a person brings it (`ptemu compare --walk`): no part of the build, and free in its namespace.
    private const string BroughtAlong = "Tests/Walks/Runtime/";

    private static readonly Lazy<List<Source>> LazyAll = new(() =>
        [.. Files("*.cs").Where(path => !path.StartsWith(BroughtAlong, StringComparison.Ordinal)).Select(Parse)]);

    internal static CSharpParseOptions Language { get; } = new(LanguageVersion.Preview);

    internal static List<Source> All => LazyAll.Value;

    internal static IEnumerable<Source> In(string folder) =>
        All.Where(source => source.Path.StartsWith($"{folder}/", StringComparison.Ordinal));

    /// <summary>Paths below the root, with forward slashes, in order.</summary>
    internal static IEnumerable<string> Files(string pattern) =>
        from path in Directory.EnumerateFiles(Repository.Root, pattern, SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')
        where !relative.StartsWith('.') && !relative.Split('/').Intersect(NotOurs).Any()
        orderby relative
        select relative;

    internal static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    /// <summary>Fails with all that breaks a rule, a line each.</summary>
    internal static void AssertNone(IEnumerable<string> offences)
    {
        var lines = offences.ToList();
        Assert.True(lines.Count == 0, string.Join('\n', lines));
    }

    private static Source Parse(string path) => new(path, CSharpSyntaxTree.ParseText(Read(path), Language, path));

    internal sealed record Source(string Path, SyntaxTree Tree)
    {
        internal SyntaxNode Root { get; } = Tree.GetRoot();

        internal string[] Lines { get; } = Tree.ToString().Split('\n');

        internal string At(SyntaxNodeOrToken place) => $"{Path}:{place.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1}: {place}";
    }
}
