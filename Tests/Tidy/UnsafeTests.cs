using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tests.Tidy;

/// <summary>
/// Unsafe code is Emulator.Native's, and there each use of a pointer says who guarantees it. A member uses a pointer if it
/// goes through one (<c>*p</c>, <c>p->x</c>, <c>p[i]</c>), hands one to something else (an argument, also <c>new Span(p, n)</c>)
/// or is a system call. It then has a line <c>// Safe: ...</c> in it or above it; one that stands above a member speaks for
/// the members that follow without an empty line, and the first in a type of system calls for all of them.
/// </summary>
public class UnsafeTests
{
    private static readonly string[] Banned = ["NativeMemory", "MemoryMarshal", "Unsafe", "CollectionsMarshal", "GCHandle"];

    [Fact]
    public void Raw_memory_is_touched_in_the_native_library_alone() => Sources.AssertNone(
        from source in Sources.All
        where !source.Path.StartsWith("Emulator.Native/", StringComparison.Ordinal)
        from token in source.Root.DescendantTokens()
        where token.IsKind(SyntaxKind.UnsafeKeyword) || (token.IsKind(SyntaxKind.IdentifierToken) && Banned.Contains(token.Text))
        select source.At(token));

    [Fact]
    public void Only_the_native_library_may_compile_it()
    {
        foreach (var path in Sources.Files("*.csproj").Append("Directory.Build.props"))
        {
            var allowed = XDocument.Parse(Sources.Read(path)).Descendants("AllowUnsafeBlocks").Select(one => one.Value).SingleOrDefault();
            var expected = path switch
            {
                "Emulator.Native/Emulator.Native.csproj" => "true",
                "Directory.Build.props" => "false",
                _ => null,
            };
            Assert.True(allowed == expected, $"{path}: AllowUnsafeBlocks is {allowed ?? "not set"}");
        }
    }

    [Fact]
    public void Every_use_of_a_pointer_says_who_guarantees_it()
    {
        var sources = Sources.In("Emulator.Native").ToList();
        var compilation = Roslyn.Compile(sources.Select(source => source.Tree).Append(Roslyn.ImplicitUsings), allowUnsafe: true);
        var offences = new List<string>();
        var uses = 0;
        foreach (var source in sources)
        {
            var model = compilation.GetSemanticModel(source.Tree);
            var members = source.Root.DescendantNodes().OfType<MemberDeclarationSyntax>();
            foreach (var member in members.Where(one => one is not BaseTypeDeclarationSyntax and not BaseNamespaceDeclarationSyntax))
            {
                if (!IsExternal(member) && !member.DescendantNodes().Any(node => UsesPointer(node, model))) continue;
                uses++;
                if (!IsExplained(member)) offences.Add($"{source.At(member).Split('\n')[0]}: no // Safe: line");
            }
        }

        Sources.AssertNone(offences);
        Assert.True(uses > 30, $"only {uses} uses of pointers were seen");
    }

    private static bool UsesPointer(SyntaxNode node, SemanticModel model) => node switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PointerIndirectionExpression } => true,
        MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.PointerMemberAccessExpression } => true,
        ElementAccessExpressionSyntax access => IsPointer(access.Expression, model),
        ArgumentSyntax argument => IsPointer(argument.Expression, model),
        _ => false,
    };

    private static bool IsPointer(ExpressionSyntax expression, SemanticModel model) =>
        model.GetTypeInfo(expression).Type?.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer;

    private static bool IsExternal(MemberDeclarationSyntax member) =>
        member.AttributeLists.SelectMany(list => list.Attributes).Any(one => one.Name.ToString() is "LibraryImport" or "DllImport");

    private static bool IsExplained(MemberDeclarationSyntax member)
    {
        if (HasSafeLine(member.ToFullString())) return true;
        var siblings = ((TypeDeclarationSyntax)member.Parent!).Members;
        for (var i = siblings.IndexOf(member); i > 0; i--)
        {
            var follows = !siblings[i].GetLeadingTrivia().ToFullString().StartsWith('\n');
            if (!follows && !IsExternal(siblings[i])) return false;
            if (HasSafeLine(siblings[i - 1].GetLeadingTrivia().ToFullString())) return true;
        }

        return false;
    }

    private static bool HasSafeLine(string text) =>
        text.Split('\n').Any(line => line.TrimStart().StartsWith("// Safe", StringComparison.Ordinal));
}
