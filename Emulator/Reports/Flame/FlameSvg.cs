using System.Globalization;
using System.Xml;

namespace Emulator.Reports;

/// <summary>
/// A flame graph as one SVG file without any outside resource: a picture for a mail or a page, and in a browser one can
/// zoom, search and read exact numbers. A frame's width is its model time. Encode it as UTF-8.
/// <code>
///  0 +--------------------------------------------+
///    | reset          title              [search] |
///    |               subtitle                     |
/// 60 | frames, 18 pixels a level                  |
///    | details of a frame                 matched |
///    +--------------------------------------- 1200 +
/// </code>
/// </summary>
public static class FlameSvg
{
    private const string Svg = "http://www.w3.org/2000/svg", Html = "http://www.w3.org/1999/xhtml";
    private const int Width = FlameBox.RootWidth + (2 * FlameBox.Margin), Header = 60, Footer = 34, Row = 18, FrameHeight = 17;

    public static void Write(FlameFrame root, FlameSvgOptions options, TextWriter output)
    {
        FlameBox[] boxes = [.. FlameBox.Layout(root)];
        var levels = boxes.Max(box => box.Level);
        var height = Header + (levels * Row) + Footer;
        // The declaration would name the encoding of the TextWriter: it is left out, and UTF-8 is then the default.
        XmlWriterSettings settings = new() { Indent = true, IndentChars = " ", NewLineChars = "\n", OmitXmlDeclaration = true };
        using (var xml = XmlWriter.Create(output, settings))
        {
            xml.WriteStartElement("svg", Svg);
            Attributes(xml, ("class", "flame"), ("width", Width), ("height", height), ("viewBox", $"0 0 {Width} {height}"));
            Attributes(xml, ("aria-label", options.Title));
            xml.WriteElementString("style", Svg, FlameStyle.Text);
            Shape(xml, ("width", Width), ("height", height), ("fill", "#fffdf8"));
            Label(xml, "title", Width / 2, 26, options.Title);
            Label(xml, "subtitle", Width / 2, 45, options.Subtitle);
            Controls(xml);
            Frames(xml, boxes, options, levels);
            var details = TipOf(root, root.TotalNs, options.Comparison).Replace("\n", ": ", StringComparison.Ordinal);
            Label(xml, "details", FlameBox.Margin, height - 12, details);
            Label(xml, "matched", Width - FlameBox.Margin, height - 12, "");
            xml.WriteStartElement("script", Svg);
            xml.WriteCData(FlameScript.Text);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        output.Write('\n');
    }

    private static void Frames(XmlWriter xml, FlameBox[] boxes, FlameSvgOptions options, int levels)
    {
        xml.WriteStartElement("g", Svg);
        Attributes(xml, ("class", "frames"), ("role", "tree"), ("aria-label", "call stacks"));
        Attributes(xml, ("data-left", FlameBox.Margin), ("data-width", FlameBox.RootWidth));
        Attributes(xml, ("data-glyph", FlameLabel.GlyphPixels), ("data-padding", FlameLabel.PaddingPixels));
        if (options.RootOnTop) Attributes(xml, ("data-top", 1));
        foreach (var box in boxes)
        {
            var row = options.RootOnTop ? box.Level - 1 : levels - box.Level;
            Frame(xml, box, Header + (row * Row), boxes[0].Frame.TotalNs, options.Comparison);
        }

        xml.WriteEndElement();
    }

    private static string TipOf(FlameFrame frame, double allNs, FlameComparison? comparison) => comparison?.Tip(frame) ?? FlameLabel.Tip(frame, allNs);

    private static void Frame(XmlWriter xml, FlameBox box, int y, double allNs, FlameComparison? comparison)
    {
        var name = box.Frame.Name;
        xml.WriteStartElement("g", Svg);
        Attributes(xml, ("class", "frame"), ("role", "treeitem"), ("aria-level", box.Level), ("tabindex", box.Level == 1 ? 0 : -1));
        Attributes(xml, ("data-from", FlameBox.AxisText(box.FromNs)), ("data-to", FlameBox.AxisText(box.ToNs)));
        xml.WriteElementString("title", Svg, TipOf(box.Frame, allNs, comparison));
        var colour = comparison?.Colour(box.Frame) ?? FlameLabel.Colour(name);
        Shape(xml, ("x", box.Left), ("y", y), ("width", box.Width), ("height", FrameHeight), ("rx", 1), ("fill", colour));
        Label(xml, "", box.Left + (FlameLabel.PaddingPixels / 2), y + 12, FlameLabel.Fit(name, box.Width));
        xml.WriteEndElement();
    }

    /// <summary>The controls are hidden until the script or a zoom shows them: a static picture has no dead ones.</summary>
    private static void Controls(XmlWriter xml)
    {
        xml.WriteStartElement("g", Svg);
        Attributes(xml, ("class", "reset hidden"), ("role", "button"), ("tabindex", 0), ("aria-label", "reset the zoom"));
        Shape(xml, ("x", FlameBox.Margin), ("y", 10), ("width", 96), ("height", 24), ("rx", 3));
        Label(xml, "", FlameBox.Margin + 12, 26, "reset zoom");
        xml.WriteEndElement();

        xml.WriteStartElement("foreignObject", Svg);
        Attributes(xml, ("class", "search hidden"), ("x", Width - FlameBox.Margin - 210), ("y", 10), ("width", 210), ("height", 24));
        xml.WriteStartElement("input", Html);
        Attributes(xml, ("type", "text"), ("placeholder", "search (regex), Ctrl-F"), ("aria-label", "search by regular expression"));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Label(XmlWriter xml, string kind, decimal x, int y, string text)
    {
        xml.WriteStartElement("text", Svg);
        if (kind.Length > 0) Attributes(xml, ("class", kind));
        Attributes(xml, ("x", x), ("y", y));
        xml.WriteString(text);
        xml.WriteFullEndElement();
    }

    private static void Shape(XmlWriter xml, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        xml.WriteStartElement("rect", Svg);
        Attributes(xml, attributes);
        xml.WriteEndElement();
    }

    private static void Attributes(XmlWriter xml, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        foreach (var (name, value) in attributes) xml.WriteAttributeString(name, Text(value));
    }

    // A decimal keeps the zeros it was computed with (610.00): "0.##" drops them.
    private static string Text(object value) => value is decimal number
        ? number.ToString("0.##", CultureInfo.InvariantCulture)
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}

/// <summary>What stands above the graph, and which way up it is.</summary>
/// <param name="Title">Such as the walk and the trace.</param>
/// <param name="Subtitle">Should say that the widths are model time, of which cost model, and not samples.</param>
/// <param name="RootOnTop">An icicle graph, root on top; otherwise a flame graph, root at the bottom.</param>
/// <param name="Comparison">That the root is of: then colours and tooltips say what changed.</param>
public sealed record FlameSvgOptions(string Title, string Subtitle = "", bool RootOnTop = false, FlameComparison? Comparison = null);
