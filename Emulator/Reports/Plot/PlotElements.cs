using System.Globalization;
using System.Xml;

namespace Emulator.Reports;

/// <summary>What the pictures of this program are made of.</summary>
internal static class PlotElements
{
    internal const string Svg = "http://www.w3.org/2000/svg";

    internal static readonly XmlWriterSettings Settings = new() { Indent = true, IndentChars = " ", NewLineChars = "\n", OmitXmlDeclaration = true };

    /// <summary>A line's, by its number.</summary>
    internal static readonly string[] Colors = ["#1b6ca8", "#c8553d", "#3a7d44", "#8e5572", "#b8860b", "#4a4e69"];

    internal static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    internal static void Text(XmlWriter xml, object x, object y, string anchor, string text)
    {
        xml.WriteStartElement("text", Svg);
        Attributes(xml, ("x", x), ("y", y), ("text-anchor", anchor));
        xml.WriteString(text);
        xml.WriteEndElement();
    }

    internal static void Element(XmlWriter xml, string name, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        xml.WriteStartElement(name, Svg);
        Attributes(xml, attributes);
        xml.WriteEndElement();
    }

    internal static void Attributes(XmlWriter xml, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        foreach (var (name, value) in attributes) xml.WriteAttributeString(name, string.Create(CultureInfo.InvariantCulture, $"{value}"));
    }
}
