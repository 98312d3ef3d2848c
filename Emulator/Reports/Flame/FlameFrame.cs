using Emulator.Native;

namespace Emulator.Reports;

/// <summary>
/// A function in a call tree, with the model time and the calls of all stacks that end in it. The root stands for the sum of
/// all stacks: it does nothing itself, and the stack formats leave its name out, as FlameGraph's "all".
/// </summary>
public sealed class FlameFrame
{
    private FlameFrame(string name, long calls, double selfNs, IReadOnlyList<FlameFrame> children)
    {
        Name = name;
        Calls = calls;
        SelfNs = selfNs;
        Children = children;
        TotalNs = selfNs + children.Sum(child => child.TotalNs);
    }

    /// <summary>A kernel function, such as <c>huge_pmd_unshare</c>.</summary>
    public string Name { get; }

    /// <summary>Calls of this function from this stack; 0 where nobody counted, as in a frame that only leads to others.</summary>
    public long Calls { get; }

    /// <summary>Model time in the function itself, in nanoseconds.</summary>
    public double SelfNs { get; }

    /// <summary>Model time in the function and in all that it called, in nanoseconds.</summary>
    public double TotalNs { get; }

    /// <summary>What it called, in ordinal order of the names: the graphs of two walks can then be held side by side.</summary>
    public IReadOnlyList<FlameFrame> Children { get; }

    /// <summary>The tree of these stacks. Equal stacks are added up.</summary>
    public static FlameFrame Build(IEnumerable<FlameStack> stacks, string rootName = "all")
    {
        FlameStack[] all = [.. stacks];
        Ensure.That(FlameStack.IsName(rootName));
        Ensure.That(all.All(stack => stack.IsValid));
        return Gather(rootName, all, depth: 0);
    }

    /// <summary>The stacks below this frame, callers before callees: <see cref="Build"/> makes the same tree of them again.</summary>
    public IEnumerable<FlameStack> Stacks()
    {
        Ensure.That(SelfNs == 0 && Calls == 0, "the root does nothing itself");
        return Children.SelectMany(child => child.StacksFrom([]));
    }

    private IEnumerable<FlameStack> StacksFrom(string[] callers)
    {
        string[] names = [.. callers, Name];
        return Children.SelectMany(child => child.StacksFrom(names)).Prepend(new(names, Calls, SelfNs));
    }

    private static FlameFrame Gather(string name, FlameStack[] stacks, int depth)
    {
        var own = stacks.Where(stack => stack.Names.Count == depth);
        var children = stacks.Where(stack => stack.Names.Count > depth)
            .GroupBy(stack => stack.Names[depth], StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Gather(group.Key, [.. group], depth + 1));
        return new(name, own.Sum(stack => stack.Calls), own.Sum(stack => stack.Ns), [.. children]);
    }
}

/// <summary>One way to get somewhere: function names from the outermost to the innermost, and what the innermost did itself.</summary>
/// <param name="Names">At least one; each as <see cref="IsName"/> wants it.</param>
/// <param name="Calls">How often the innermost function was called this way; 0 where nobody counted.</param>
/// <param name="Ns">Model time of the innermost function without its callees, in nanoseconds.</param>
public readonly record struct FlameStack(IReadOnlyList<string> Names, long Calls, double Ns)
{
    /// <summary>The largest time: above it a double has no half nanoseconds to round.</summary>
    public const double NsMax = 1L << 52;

    /// <summary><see cref="Ns"/> to the nearest integer, halves to even: what the integer formats print.</summary>
    public long WholeNs => (long)Math.Round(Ns, MidpointRounding.ToEven);

    /// <summary>Printable ASCII without ';', which separates names in a folded stack and has no escape there.</summary>
    public static bool IsName(string name) => name.Length > 0 && name.All(c => c is >= ' ' and <= '~' and not ';');

    internal bool IsValid => Names.Count > 0 && Names.All(IsName) && Calls >= 0 && Ns is >= 0 and <= NsMax;
}
