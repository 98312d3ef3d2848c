using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>What a line's words are in the slots of its verb's synopsis; a getter checks the value that it gives.</summary>
internal sealed partial class Arguments
{
    private readonly SourceLine _line;
    private readonly Verb _verb;
    private readonly Dictionary<Slot, string> _tokens = [];

    public Arguments(SourceLine line, Verb verb)
    {
        (_line, _verb) = (line, verb);
        var tokens = new Queue<string>(line.Text.Split(' ').Skip(1));
        foreach (var slot in verb.Slots.Where(slot => slot.IsPositional))
        {
            if (!tokens.TryPeek(out var token) || IsKeyed(token)) throw Missing(slot);
            _tokens.Add(slot, tokens.Dequeue());
        }

        foreach (var token in tokens) BindByName(token);
        if (verb.Slots.FirstOrDefault(slot => !slot.IsOptional && !_tokens.ContainsKey(slot)) is { } left) throw Missing(left);
    }

    public int Line => _line.Number;

    public string Text => _line.Text;

    // No value of a positional slot has a '=': `mmap A F prot=r` lacks its RANGE.
    private bool IsKeyed(string token) => _verb.Slots.Any(slot => slot.Key is not null && slot.Takes(token));

    private void BindByName(string token)
    {
        var slot = _verb.Slots.FirstOrDefault(slot => slot.Takes(token)) ?? throw Unknown(token);
        if (_tokens.TryGetValue(slot, out var earlier))
        {
            throw _line.Error($"'{_verb.Name}' has both '{earlier}' and '{token}'", $"{slot.Text} at most once");
        }

        _tokens.Add(slot, token);
    }

    private TraceException Missing(Slot slot) => _line.Error($"'{_verb.Name}' has no {slot.Text}", _verb.Synopsis);

    private TraceException Unknown(string token)
    {
        var opening = token.Contains('=', StringComparison.Ordinal) ? token[..(token.IndexOf('=', StringComparison.Ordinal) + 1)] : token;
        var hint = Nearest.Hint(opening, _verb.Slots.SelectMany(slot => slot.Openings));
        return _line.Error($"'{_verb.Name}' takes no '{token}'{hint}", _verb.Synopsis);
    }

    private Slot Find(string name)
    {
        var slot = _verb.Slots.FirstOrDefault(slot => slot.Name == name);
        Ensure.That(slot is not null);
        return slot;
    }

    private string? ValueIfAny(string slot) => _tokens.TryGetValue(Find(slot), out var token) ? Find(slot).ValueOf(token) : null;
}
