using System.Text.RegularExpressions;
using Emulator.Kernel;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Emulator.Experiments;

/// <summary>
/// A historical bug as a trace whose first line says where it is found: <c>#! bad=RELEASE good=RELEASE verb=run|explore</c>;
/// <c>good=none</c> where no release fixed it, and <c>severity=speculative</c> where only --strict finds it.
/// </summary>
public sealed partial record BugCase(string Name, Trace Trace, LinuxKernel Bad, LinuxKernel? Good, string Verb, Severity Severity)
{
    private const string Expected = "#! bad=RELEASE good=RELEASE|none verb=run|explore [severity=speculative] on the first line";

    /// <exception cref="TraceException">The trace is bad, or has no such first line.</exception>
    public static BugCase Read(string path)
    {
        var text = File.ReadAllText(path);
        var first = text.Split('\n')[0];
        var header = Header().Match(first);
        if (!header.Success) throw new TraceException(path, 1, $"'{first}' is not the header of a bug", Expected);
        using var reader = new StringReader(text);
        return new(
            Path.GetFileNameWithoutExtension(path),
            TraceParser.Parse(path, reader),
            ReleaseOf(path, header.Groups["bad"].Value),
            header.Groups["good"].Value == "none" ? null : ReleaseOf(path, header.Groups["good"].Value),
            header.Groups["verb"].Value,
            header.Groups["speculative"].Success ? Severity.Speculative : Severity.Usable);
    }

    private static LinuxKernel ReleaseOf(string path, string name) =>
        LinuxKernels.Named(name) ?? throw new TraceException(path, 1, $"there is no kernel '{name}'", Expected);

    [GeneratedRegex("^#! bad=(?<bad>\\S+) good=(?<good>\\S+) verb=(?<verb>run|explore)(?<speculative> severity=speculative)?$")]
    private static partial Regex Header();
}
