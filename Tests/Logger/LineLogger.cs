using System.Xml.Linq;
using Microsoft.VisualStudio.TestPlatform.ObjectModel;
using Microsoft.VisualStudio.TestPlatform.ObjectModel.Client;

namespace Tests.Logger;

/// <summary>
/// Ends a plain <c>dotnet test</c> with one line, <c>N passed, N failed</c> (and <c>, N skipped</c>), counted from the
/// results as the runner reports them. A run that died (a crashed host, or one that was ended because a test hung) counts as one more
/// failure, and the tests that had begun and not ended are named.
/// </summary>
[FriendlyName("line")]
[ExtensionUri("logger://ptemu/line")]
public sealed class LineLogger : ITestLoggerWithParameters
{
    private int _passed;
    private int _failed;
    private int _skipped;

    public void Initialize(TestLoggerEvents events, Dictionary<string, string?> parameters) => Initialize(events, "");

    public void Initialize(TestLoggerEvents events, string testRunDirectory)
    {
        ArgumentNullException.ThrowIfNull(events);
        events.TestResult += (_, test) => Count(test.Result.Outcome);
        events.TestRunComplete += (_, run) =>
        {
            foreach (var test in Unfinished(run.AttachmentSets)) Console.Out.WriteLine($"did not end: {test}");
            Close(run.IsAborted || run.IsCanceled || run.Error is not null);
        };
    }

    private void Count(TestOutcome outcome)
    {
        switch (outcome)
        {
            case TestOutcome.Passed: _passed++; break;
            case TestOutcome.Skipped: _skipped++; break;
            default: _failed++; break;
        }
    }

    /// <summary>By the sequence of the runner's blame collector, which it writes when a run dies.</summary>
    private static IEnumerable<string?> Unfinished(IEnumerable<AttachmentSet> sets) =>
        from file in sets.SelectMany(set => set.Attachments)
        where Path.GetFileName(file.Uri.LocalPath).StartsWith("Sequence_", StringComparison.Ordinal)
        from test in XDocument.Load(file.Uri.LocalPath).Descendants("Test")
        where test.Attribute("Completed")?.Value == "False"
        select test.Attribute("Name")?.Value;

    private void Close(bool died)
    {
        var skipped = _skipped > 0 ? $", {_skipped} skipped" : "";
        Console.Out.WriteLine($"{_passed} passed, {_failed + (died ? 1 : 0)} failed{skipped}");
    }
}
