using Emulator.Reports;
using Microsoft.Diagnostics.Tracing.Stacks;

namespace Perf.Sampling;

/// <summary>A TraceEvent stack source as the tree that the flame writers take.</summary>
internal static class SampledStacks
{
    private const double NanosecondsInMillisecond = 1e6;

    /// <param name="nameOf">A frame's name in the graph, or null for one that is left out.</param>
    /// <param name="weighed">Nanoseconds that a sample stands for; by default its own metric in milliseconds.</param>
    /// <param name="samples">How many there are.</param>
    internal static FlameFrame Of(StackSource source, Func<string, string?> nameOf, double? weighed, out long samples)
    {
        var stacks = new Dictionary<string, (List<string> Names, double Ns)>(StringComparer.Ordinal);
        var count = 0L;
        source.ForEach(sample =>
        {
            var names = NamesOf(source, sample.StackIndex, nameOf);
            if (names.Count == 0) return;
            count++;
            var key = string.Join(';', names);
            var ns = weighed ?? Math.Max(0, sample.Metric * NanosecondsInMillisecond);
            stacks[key] = stacks.TryGetValue(key, out var known) ? (known.Names, known.Ns + ns) : (names, ns);
        });
        samples = count;
        return FlameFrame.Build(stacks.Values.Select(stack => new FlameStack(stack.Names, Calls: 0, stack.Ns)));
    }

    private static List<string> NamesOf(StackSource source, StackSourceCallStackIndex stack, Func<string, string?> nameOf)
    {
        var names = new List<string>();
        for (; stack != StackSourceCallStackIndex.Invalid; stack = source.GetCallerIndex(stack))
        {
            if (nameOf(source.GetFrameName(source.GetFrameIndex(stack), verboseName: false)) is { Length: > 0 } name) names.Add(Printable(name));
        }

        names.Reverse();
        return names;
    }

    /// <summary>What a folded stack can hold (<see cref="FlameStack.IsName"/>).</summary>
    private static string Printable(string name) => new([.. name.Select(c => c is >= ' ' and <= '~' and not ';' ? c : '?')]);
}

/// <summary>What the samples of a run say.</summary>
/// <param name="Name">What the files are named after: cpu or safepoints.</param>
/// <param name="Kind">What kind of samples these are, for whoever looks at the graph.</param>
internal sealed record Profile(string Name, string Kind, FlameFrame Root, long Samples);

/// <summary>What takes the samples, and so what they are samples of.</summary>
internal enum SampleKind
{
    /// <summary>The kernel's perf: where the CPU was, at an interval of CPU time.</summary>
    Perf,

    /// <summary>The runtime's EventPipe: where each managed thread was at its next safepoint, at an interval of wall time.</summary>
    EventPipe,
}
