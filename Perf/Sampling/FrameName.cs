using System.Text.RegularExpressions;

namespace Perf.Sampling;

/// <summary>What a frame is called in the graph: type and method, without the signature, the assembly and the JIT's tier.</summary>
public static partial class FrameName
{
    /// <summary>Frames of TraceEvent's own, which no function made.</summary>
    private static readonly string[] Bookkeeping =
        ["Process", "Thread", "CPU", "UNMANAGED_CODE_TIME", "CPU_TIME", "BLOCKED_TIME", "Threads", "(Non-Activities)"];

    /// <summary>Null for a frame that is none of the program's or the system's.</summary>
    public static string? Of(string frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var bang = frame.IndexOf('!', StringComparison.Ordinal);
        var name = bang >= 0 ? frame[(bang + 1)..] : frame;
        if (bang < 0 && Bookkeeping.Any(word => name.StartsWith(word, StringComparison.Ordinal))) return null;
        // As perf's map has it: "[OptimizedTier1]Namespace.Type::Method".
        name = Tier().Replace(name, "").Replace("::", ".", StringComparison.Ordinal);
        var parenthesis = name.IndexOf('(', StringComparison.Ordinal);
        if (bang >= 0 && parenthesis > 0) name = name[..parenthesis];
        return bang >= 0 && name is "?" or "" ? frame[..bang] : name;
    }

    [GeneratedRegex(@"^\[(PreJIT|ReadyToRun|MinOptJitted|QuickJitted|[A-Za-z]+Tier[01]?(OSR|Instrumented)?|Optimized|Unknown)\]")]
    private static partial Regex Tier();
}
