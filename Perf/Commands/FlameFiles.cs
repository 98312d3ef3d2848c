using System.Text;
using Emulator.Accounting;
using Emulator.Experiments;
using Emulator.Reports;
using Perf.Cli;

namespace Perf.Commands;

/// <summary>The flame graph of a walk in its three forms: SVG, folded stacks, speedscope.</summary>
internal static class FlameFiles
{
    /// <param name="profile">The one that the row's times are of.</param>
    /// <param name="prefix">What file names begin with, before the walk's name.</param>
    /// <returns>The paths written.</returns>
    internal static IReadOnlyList<string> Write(OutputFolder output, WalkRow row, CostProfile profile, string prefix, string tracePath)
    {
        var frame = FlameReport.Of(row, profile);
        var title = $"{row.Walk.Name}: registrations of {tracePath}";
        var subtitle = FlameReport.Subtitle(row, profile);
        var name = $"{prefix}-{row.Walk.Name}";
        return
        [
            output.Write($"{name}.svg", stream => WriteText(stream, text => FlameSvg.Write(frame, new(title, subtitle), text))),
            output.Write($"{name}.folded", stream => WriteText(stream, text => FoldedStacks.Write(frame, text))),
            output.Write($"{name}.speedscope.json", stream => Speedscope.Write(frame, title, stream)),
        ];
    }

    private static void WriteText(Stream stream, Action<TextWriter> write)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        write(text);
    }
}
