using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>What a report says of one trace.</summary>
/// <param name="Rows">Every walk.</param>
/// <param name="Findings">What the checks found, release by release; empty where they found nothing.</param>
/// <param name="Mail">The text to paste.</param>
public sealed record ReportTrace(Trace Trace, IReadOnlyList<WalkRow> Rows, WalkRow Before, WalkRow After, IReadOnlyList<string> Findings, string Mail);
