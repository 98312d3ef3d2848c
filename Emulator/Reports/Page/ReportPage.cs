using System.Net;
using System.Text;
using Emulator.Accounting;
using Emulator.Experiments;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>
/// One page that needs nothing else: for each trace the table of walks, two flame graphs and their difference as a third and as a table, what the checks
/// found, and the
/// text for a mail; and the plots of costs.
/// </summary>
/// <param name="costs">What the times are made of, in words: the profile, and the consumers that mmu notifiers tell.</param>
/// <param name="release">The one that the checks ran.</param>
public sealed class ReportPage(string machine, CostProfile profile, string costs, string release)
{
    private const string Style =
        "body{font:15px/1.45 sans-serif;margin:2em auto;max-width:1280px;padding:0 1em;background:#fffdf8;color:#222}"
        + "pre{background:#f4f1e8;padding:.8em;overflow-x:auto;font-size:13px}.pair{display:flex;gap:1em;flex-wrap:wrap}"
        + "figure{margin:1em 0}.pair figure{flex:1 1 560px;margin:0}img{max-width:100%;height:auto}figcaption{font-weight:bold}";

    private readonly StringBuilder _text = new();

    /// <param name="plots">Pictures by their captions.</param>
    public string Of(IReadOnlyList<ReportTrace> traces, IReadOnlyList<(string Caption, string Svg)> plots)
    {
        ArgumentNullException.ThrowIfNull(traces);
        ArgumentNullException.ThrowIfNull(plots);
        _text.Clear();
        _text.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>ptemu report</title>\n<style>").Append(Style)
            .Append("</style>\n</head>\n<body>\n<h1>What unsharing costs</h1>\n");
        Paragraph($"{machine}. Counts are exact; times are the model's, with the costs of {costs}.");
        foreach (var trace in traces) Add(trace);
        if (plots.Count > 0) Heading("Costs");
        foreach (var (caption, svg) in plots) Figure(caption, svg);
        return _text.Append("</body>\n</html>\n").ToString();
    }

    private void Add(ReportTrace one)
    {
        Heading(one.Trace.Path);
        Code(one.Trace.ToTraceText());
        Code(ComparisonTable.Of(one.Rows, [new("IPIs", [.. one.Rows.Select(row => row.Ipis)])], "") + ComparisonNotes.Of(one.Rows));
        Code(ModelTimeTable.Of(one.Rows, costs));
        if (one.Before.Consumers.Count > 0) Code(ConsumerTimeTable.Of(one.Rows));
        var (before, after) = (FlameOf(one.Before), FlameOf(one.After));
        _text.Append("<div class=\"pair\">\n");
        Figure(one.Before.Walk.Name, SvgOf(before, one.Before));
        Figure(one.After.Walk.Name, SvgOf(after, one.After));
        _text.Append("</div>\n");
        Figure($"Difference: {one.Before.Walk.Name} to {one.After.Walk.Name}", DifferenceOf(before, after));
        Code(FlameDifference.TextOf(FlameDifference.Of(before, after), one.Before.Walk.Name, one.After.Walk.Name));
        _text.Append("<h3>Checks</h3>\n");
        Paragraph($"Of the kernel {release}, as ptemu run --check runs them.");
        if (one.Findings.Count == 0) Paragraph("Nothing was found.");
        else Code(string.Join('\n', one.Findings));
        _text.Append("<h3>For a mail</h3>\n");
        Code(one.Mail);
    }

    private FlameFrame FlameOf(WalkRow row) => FlameReport.Of(row, profile);

    private string SvgOf(FlameFrame frame, WalkRow row)
    {
        using var svg = new StringWriter();
        FlameSvg.Write(frame, new(row.Walk.Name, FlameReport.Subtitle(row, profile)), svg);
        return svg.ToString();
    }

    private static string DifferenceOf(FlameFrame before, FlameFrame after)
    {
        var comparison = new FlameComparison(before, after);
        var subtitle = $"red: more own time in {after.Name}, blue: less (full colour: {Duration.Of(comparison.MostNs)}); "
            + $"as wide as the larger time; all of it {Duration.Of(before.TotalNs)} to {Duration.Of(after.TotalNs)}";
        using var svg = new StringWriter();
        FlameSvg.Write(comparison.Root, new(comparison.Root.Name, subtitle, Comparison: comparison), svg);
        return svg.ToString();
    }

    /// <summary>A picture inside the page: two of them would else share names and scripts.</summary>
    private void Figure(string caption, string svg)
    {
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes(svg));
        _text.Append("<figure><figcaption>").Append(WebUtility.HtmlEncode(caption)).Append("</figcaption><img alt=\"")
            .Append(WebUtility.HtmlEncode(caption)).Append("\" src=\"data:image/svg+xml;base64,").Append(data).Append("\"></figure>\n");
    }

    private void Heading(string text) => _text.Append("<h2>").Append(WebUtility.HtmlEncode(text)).Append("</h2>\n");

    private void Paragraph(string text) => _text.Append("<p>").Append(WebUtility.HtmlEncode(text)).Append("</p>\n");

    private void Code(string text) => _text.Append("<pre>").Append(WebUtility.HtmlEncode(text.TrimEnd('\n'))).Append("</pre>\n");
}

/// <summary>What a report says of one trace.</summary>
/// <param name="Rows">Every walk.</param>
/// <param name="Findings">What the checks found, release by release; empty where they found nothing.</param>
/// <param name="Mail">The text to paste.</param>
public sealed record ReportTrace(Trace Trace, IReadOnlyList<WalkRow> Rows, WalkRow Before, WalkRow After, IReadOnlyList<string> Findings, string Mail);
