namespace Emulator.Scenarios;

/// <summary>The word that a typo was meant to be.</summary>
internal static class Nearest
{
    private const int EditsMax = 2;

    /// <returns>A clause for a message, empty if no candidate is within two edits (and shares a letter).</returns>
    public static string Hint(string word, IEnumerable<string> candidates)
    {
        var best = candidates
            .Select(candidate => (candidate, edits: Distance(word, candidate)))
            .Where(pair => pair.edits <= EditsMax && pair.edits < Math.Min(word.Length, pair.candidate.Length))
            .OrderBy(pair => pair.edits)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
        return best is null ? "" : $" (did you mean '{best}'?)";
    }

    // Levenshtein's distance, a row of the matrix at a time. A word too long or too short to be near is not worth its matrix.
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > EditsMax) return EditsMax + 1;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
