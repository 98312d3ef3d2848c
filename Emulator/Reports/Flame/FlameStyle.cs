namespace Emulator.Reports;

/// <summary>The style sheet of a flame graph: it names only what is inside <c>svg.flame</c>, so that several fit into one page.</summary>
internal static class FlameStyle
{
    public const string Text = """

        svg.flame { font: 12px "DejaVu Sans Mono", Menlo, Consolas, "Liberation Mono", monospace; background: #fffdf8; }
        svg.flame text { fill: #1c1a17; }
        svg.flame .title { font-size: 17px; font-weight: bold; text-anchor: middle; }
        svg.flame .subtitle { fill: #6b6459; text-anchor: middle; }
        svg.flame .matched { text-anchor: end; }
        svg.flame .frame { cursor: pointer; outline: none; }
        svg.flame .frame rect { stroke: #fffdf8; stroke-width: 0.6; }
        svg.flame .frame text { pointer-events: none; white-space: pre; }
        svg.flame .frame:hover rect { stroke: #1c1a17; stroke-width: 1; }
        svg.flame .frame:focus-visible rect { stroke: #1c1a17; stroke-width: 2; }
        svg.flame .frame.caller { opacity: 0.55; }
        svg.flame .frame.hit rect { fill: #6db3f8; }
        svg.flame .hidden { display: none; }
        svg.flame .reset { cursor: pointer; }
        svg.flame .reset rect { fill: #f3ede0; stroke: #b8ad99; }
        svg.flame .reset:focus-visible rect { stroke: #1c1a17; stroke-width: 2; }
        svg.flame .reset { outline: none; }
        svg.flame input { box-sizing: border-box; width: 100%; height: 100%; font: inherit; color: #1c1a17; background: #fff;
          border: 1px solid #b8ad99; border-radius: 3px; padding: 0 6px; }
        svg.flame input.wrong { border-color: #c00; background: #fee; }

        """;
}
