using System.Xml.Linq;

namespace Tests.Reports.Flame;

/// <summary>A frame as it stands in the file.</summary>
internal sealed class SvgBox(XElement g)
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private readonly XElement _rect = g.Element(Svg + "rect")!;

    public string Name => g.Element(Svg + "title")!.Value.Split('\n')[0];

    public string Label => g.Element(Svg + "text")!.Value;

    public string Fill => (string)_rect.Attribute("fill")!;

    public int Level => (int)g.Attribute("aria-level")!;

    public int Y => (int)_rect.Attribute("y")!;

    public decimal From => (decimal)g.Attribute("data-from")!;

    public decimal To => (decimal)g.Attribute("data-to")!;

    public decimal Left => (decimal)_rect.Attribute("x")!;

    public decimal Right => Left + (decimal)_rect.Attribute("width")!;

    /// <summary>Where the next callee may begin.</summary>
    public decimal NextLeft { get; set; } = (decimal)g.Element(Svg + "rect")!.Attribute("x")!;

    public override string ToString() => $"{Name} {Left}..{Right}";
}
