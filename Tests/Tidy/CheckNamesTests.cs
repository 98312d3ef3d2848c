using Emulator.Kernel;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tests.Tidy;

/// <summary>The name of a check is written once: a finding that is reported, asked for or printed by a misspelt name would be lost.</summary>
public class CheckNamesTests
{
    [Fact]
    public void A_name_stands_where_it_is_declared_and_nowhere_else()
    {
        var names = CheckNames.All.Select(check => check.Name).ToHashSet();
        Sources.AssertNone(
            from source in Sources.All
            where !source.Path.EndsWith("/CheckNames.cs", StringComparison.Ordinal)
            from token in source.Root.DescendantTokens()
            where token.IsKind(SyntaxKind.StringLiteralToken) && names.Contains(token.ValueText)
            select source.At(token));
    }

    [Fact]
    public void No_two_are_alike()
    {
        Assert.Equal(CheckNames.All.Count, CheckNames.All.Select(check => check.Name).Distinct().Count());
        Assert.All(CheckNames.All, check => Assert.False(string.IsNullOrEmpty(check.Asserts.What) || string.IsNullOrEmpty(check.Asserts.ReliedOn)));
    }
}
