using System.Globalization;

namespace Emulator.Reports;

/// <summary>A frame with its place on the time axis and in the picture; horizontal units are named last.</summary>
/// <param name="Frame">What is drawn.</param>
/// <param name="Level">1 is the root.</param>
/// <param name="FromNs">Start on an axis where the root starts at 0 and siblings follow one another.</param>
/// <param name="ToNs">End on that axis.</param>
/// <param name="PixelsPerNs">The root fills the picture's width.</param>
internal readonly record struct FlameBox(FlameFrame Frame, int Level, double FromNs, double ToNs, double PixelsPerNs)
{
    /// <summary>Pixels of the root, and the margin left and right of it.</summary>
    public const int RootWidth = 1180, Margin = 10;

    /// <summary>
    /// Edges are rounded, and widths are differences of edges: so boxes nest and touch exactly, whatever the times are.
    /// </summary>
    public decimal Left => Edge(FromNs);

    public decimal Width => Edge(ToNs) - Left;

    /// <summary>The frame and all below it, callers before callees; frames of no time are left out.</summary>
    public static IEnumerable<FlameBox> Layout(FlameFrame root)
    {
        // A root of no time is drawn at full width all the same: an empty graph must look like one, and not like a broken file.
        var axisNs = root.TotalNs > 0 ? root.TotalNs : 1;
        return Place(new(root, 1, 0, axisNs, RootWidth / axisNs));
    }

    /// <summary>A position on the axis as the script reads it: picoseconds are enough to zoom in on.</summary>
    public static string AxisText(double ns) => Math.Round(ns, 3).ToString("0.###", CultureInfo.InvariantCulture);

    private decimal Edge(double ns) => Margin + (decimal)Math.Round(ns * PixelsPerNs, 2);

    private static IEnumerable<FlameBox> Place(FlameBox box)
    {
        yield return box;
        var fromNs = box.FromNs;
        foreach (var child in box.Frame.Children)
        {
            // The last child's end may exceed its parent's by an error of addition.
            var toNs = Math.Min(fromNs + child.TotalNs, box.ToNs);
            FlameBox below = new(child, box.Level + 1, fromNs, toNs, box.PixelsPerNs);
            if (AxisText(fromNs) != AxisText(toNs))
            {
                foreach (var inner in Place(below)) yield return inner;
            }

            fromNs = toNs;
        }
    }
}
