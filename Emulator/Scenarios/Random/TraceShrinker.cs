namespace Emulator.Scenarios;

/// <summary>
/// Finds a minimal trace of those that still fail, whatever that means to the caller: statements go first (delta debugging, as
/// Zeller and Hildebrandt's ddmin), then processes, then what the statements that are left say is made simpler, until nothing helps.
/// Only traces that parse are asked about, none twice, each simpler than the last that failed; so it ends, and always the same.
/// </summary>
public sealed class TraceShrinker
{
    private readonly Func<Trace, bool> _stillFails;
    private readonly HashSet<string> _asked = [];
    private readonly int _questionsMax;
    private Trace _best;
    private TraceCost _cost;

    private TraceShrinker(Trace trace, Func<Trace, bool> stillFails, int questionsMax)
    {
        (_best, _stillFails, _questionsMax) = (trace, stillFails, questionsMax);
        _cost = TraceCost.Of(trace);
    }

    /// <param name="stillFails">Asked about each candidate; it must hold for <paramref name="trace"/>.</param>
    /// <param name="questionsMax">The most candidates to ask about: then the best so far is the answer.</param>
    /// <returns>A trace that fails; with questions left, one of which no statement can go.</returns>
    public static Trace Shrink(Trace trace, Func<Trace, bool> stillFails, int questionsMax = 20_000)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(stillFails);
        if (!stillFails(trace)) throw new ArgumentException("the trace does not fail, so there is nothing to shrink to", nameof(trace));
        var shrinker = new TraceShrinker(trace, stillFails, questionsMax);
        shrinker.ShrinkToFixpoint();
        return shrinker._best;
    }

    private void ShrinkToFixpoint()
    {
        for (var before = _cost with { Statements = int.MaxValue }; _cost < before;)
        {
            before = _cost;
            RemoveStatements();
            TryAll(SimplerTraces.WithoutALine);
            TryAll(SimplerTraces.WithoutAProcess);
            TryAll(SimplerTraces.WithLessSaid);
        }
    }

    /// <summary>Chunks of half the statements, then of a quarter, down to single ones, until none can go.</summary>
    private void RemoveStatements()
    {
        for (var size = (_best.Statements.Count + 1) / 2; size > 0; size = size == 1 ? 0 : (size + 1) / 2)
        {
            bool removed;
            do
            {
                removed = false;
                // From the end: what comes later depends on what comes before.
                for (var start = _best.Statements.Count - 1; start >= 0; start -= size)
                {
                    var first = Math.Max(0, start - size + 1);
                    var rest = _best.Statements.Where((_, index) => index < first || index > start);
                    removed |= Try(_best with { Statements = new ValueList<Statement>(rest) });
                }
            }
            while (removed);
        }
    }

    /// <summary>Takes the first candidate that still fails, and goes on from there, until none does.</summary>
    private void TryAll(Func<Trace, IEnumerable<Trace>> candidates)
    {
        while (candidates(_best).Any(Try))
        {
        }
    }

    /// <summary>Is the candidate simpler, a valid trace, and does it fail? Then it is the best.</summary>
    private bool Try(Trace candidate)
    {
        if (_asked.Count >= _questionsMax || TraceCost.Of(candidate) is var cost && !(cost < _cost)) return false;
        var text = candidate.ToTraceText();
        if (!_asked.Add(text) || Parse(candidate.Path, text) is not { } trace || !_stillFails(trace)) return false;
        (_best, _cost) = (trace, cost);
        return true;
    }

    /// <summary>The candidate with its lines numbered anew; null where it is not a valid trace.</summary>
    private static Trace? Parse(string path, string text)
    {
        using var reader = new StringReader(text);
        try
        {
            return TraceParser.Parse(path, reader);
        }
        catch (TraceException)
        {
            return null;
        }
    }
}
