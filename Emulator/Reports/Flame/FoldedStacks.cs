using System.Globalization;

namespace Emulator.Reports;

/// <summary>
/// Folded stacks, the interchange format of FlameGraph, inferno and speedscope: a line for each stack,
/// <c>outermost;...;innermost N</c>. N is the innermost function's own model time in whole nanoseconds.
/// </summary>
public static class FoldedStacks
{
    /// <summary>Writes the stacks below the root whose own time rounds to at least 1 ns.</summary>
    public static void Write(FlameFrame root, TextWriter output)
    {
        foreach (var stack in root.Stacks().Where(stack => stack.WholeNs > 0))
        {
            output.Write(string.Join(';', stack.Names));
            output.Write(' ');
            output.Write(stack.WholeNs.ToString(CultureInfo.InvariantCulture));
            output.Write('\n');
        }
    }

    /// <summary>The tree of a folded file. The format has no call counts, so they are 0.</summary>
    /// <exception cref="FormatException">A line is not a folded stack; the message has its number.</exception>
    public static FlameFrame Read(TextReader input, string rootName = "all")
    {
        var stacks = new List<FlameStack>();
        for (var number = 1; input.ReadLine() is { } line; number++) stacks.Add(Parse(line, number));
        return FlameFrame.Build(stacks, rootName);
    }

    private static FlameStack Parse(string line, int number)
    {
        // A name may hold spaces, so it is the last one that ends the stack.
        var space = line.LastIndexOf(' ');
        if (space > 0 && long.TryParse(line.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ns))
        {
            FlameStack stack = new(line[..space].Split(';'), Calls: 0, ns);
            if (stack.IsValid) return stack;
        }

        throw new FormatException($"line {number} is not a folded stack (names with ';' between, a space, nanoseconds): {line}");
    }
}
