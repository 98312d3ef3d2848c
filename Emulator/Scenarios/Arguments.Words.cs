namespace Emulator.Scenarios;

internal sealed partial class Arguments
{
    public static bool IsName(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    public bool IsOn() => Choose("on|off") == "on";

    public T Word<T>(string slot) where T : struct, Enum
    {
        var words = WordsOf<T>(slot);
        return words.Contains(Value(slot)) && Words.TryParse<T>(Value(slot), out var value) ? value : throw BadWord(slot, words);
    }

    public T Word<T>(string slot, T fallback) where T : struct, Enum => ValueIfAny(slot) is null ? fallback : Word<T>(slot);

    /// <summary>The value of a word of the synopsis, which the parser is sure to take.</summary>
    public T OneOf<T>(string slot, T fallback, Func<string, T> parse) => ValueIfAny(slot) is null ? fallback : parse(Choose(slot));

    public T Flags<T>(string slot, char separator, T fallback) where T : struct, Enum =>
        ValueIfAny(slot) is null ? fallback : Flags<T>(slot, separator);

    /// <summary>Words joined by the separator, each once; the word for none alone, and only where the synopsis lists no words.</summary>
    public T Flags<T>(string slot, char separator) where T : struct, Enum
    {
        var (sum, parts, words) = (0, Value(slot).Split(separator), WordsOf<T>(slot));
        foreach (var part in parts)
        {
            if (!words.Contains(part) || !Words.TryParse<T>(part, out var flag)) throw BadWord(slot, words, part);
            var bits = Convert.ToInt32(flag);
            if ((sum & bits) != 0) throw Bad(slot, $"'{part}' once");
            if (bits == 0 && parts.Length > 1) throw Bad(slot, $"'{part}' alone");
            sum |= bits;
        }

        return (T)Enum.ToObject(typeof(T), sum);
    }

    // Where the synopsis lists the words, they bound what the enum knows: Protection has a W, a trace has none.
    private IEnumerable<string> WordsOf<T>(string slot) where T : struct, Enum =>
        Find(slot).Words.Count > 0 ? Find(slot).Words : Words.All<T>();

    private string Choose(string slot) => Find(slot).Words.Contains(Value(slot)) ? Value(slot) : throw BadWord(slot);

    private TraceException BadWord(string slot) => BadWord(slot, Find(slot).Words);

    private TraceException BadWord(string slot, IEnumerable<string> words, string? word = null) => words.Count() == 1
        ? Bad(slot, words.First())
        : Bad(slot, $"one of {string.Join(", ", words)}", Nearest.Hint(word ?? Value(slot), words));
}
