using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tests.Tidy;

/// <summary>
/// Masks of entries stand in Pte*.cs alone. What a machine takes for one, in the program (not in tests): a number of more than
/// 32 bits, <c>1UL</c> shifted by a number that is written out, and a number that is and-ed or or-ed with <c>.Raw</c>.
/// </summary>
public class MasksTests
{
    // A power of two that bounds something, or a pattern that stands for nothing: no mask of an entry.
    private static readonly string[] NoMasks =
    [
        "Emulator.Native/Memory/FrameArena.cs: 0x6A6A_6A6A_6A6A_6A6A",
        "Emulator/Explore/Step.cs: 0x94D049BB133111EB",
        "Emulator/Explore/Step.cs: 0x9E3779B97F4A7C15",
        "Emulator/Explore/Step.cs: 0xBF58476D1CE4E5B9",
        "Emulator/Kernel/Machine/PhysicalMemory.cs: 1UL << 52",
    ];

    [Fact]
    public void Masks_of_entries_stand_with_the_entry() => Sources.AssertNone(Found().Except(NoMasks));

    [Fact]
    public void The_exceptions_exist() => Assert.Equal(NoMasks.Order(), Found().Intersect(NoMasks).Order());

    [Fact]
    public void Masks_are_seen()
    {
        Assert.Equal(["0x1_0000_0000"], MasksOf("_ = 0x1_0000_0000;"));
        Assert.Equal(["1UL << 7"], MasksOf("_ = 1UL << 7;"));
        Assert.Equal(["entry.Raw & 0x80"], MasksOf("_ = entry.Raw & 0x80;"));
        Assert.Equal(["(1 | x.Raw)"], MasksOf("_ = (1 | x.Raw) == 1;").Select(text => $"({text})"));
        Assert.Empty(MasksOf("_ = 1UL << bit; _ = 0xFFFF_FFFF; _ = entry.Raw & Pte.Present; _ = (entry.Raw & mask) != 0; _ = 16UL << 40;"));
    }

    private static IEnumerable<string> Found() =>
        from source in Sources.All
        where source.Path.StartsWith("Emulator", StringComparison.Ordinal) || source.Path.StartsWith("Perf", StringComparison.Ordinal)
        where !source.Path.StartsWith("Emulator.Native/Entries/Pte.", StringComparison.Ordinal)
        where !source.Path.StartsWith("Emulator.Native/Addresses/", StringComparison.Ordinal)
        from text in MasksOf(source.Root)
        select $"{source.Path}: {text}";

    private static List<string> MasksOf(string statements) =>
        [.. MasksOf(CSharpSyntaxTree.ParseText(statements, Sources.Language).GetRoot())];

    private static IEnumerable<string> MasksOf(SyntaxNode root) => root.DescendantNodes().Where(IsMask).Select(node => node.ToString());

    private static bool IsMask(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax { Token.Value: ulong value } => value > uint.MaxValue,
        LiteralExpressionSyntax { Token.Value: long value } => value > uint.MaxValue,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LeftShiftExpression } shift =>
            shift.Left is LiteralExpressionSyntax { Token.Value: 1UL } && shift.Right is LiteralExpressionSyntax,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseAndExpression or (int)SyntaxKind.BitwiseOrExpression } bits =>
            (IsRaw(bits.Left) && bits.Right is LiteralExpressionSyntax) || (IsRaw(bits.Right) && bits.Left is LiteralExpressionSyntax),
        _ => false,
    };

    private static bool IsRaw(ExpressionSyntax side) => side is MemberAccessExpressionSyntax { Name.Identifier.Text: "Raw" };
}
