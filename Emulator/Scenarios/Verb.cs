namespace Emulator.Scenarios;

/// <summary>A row of <see cref="TraceGrammar"/>: the synopsis that help and messages print is the one that the parser works by.</summary>
public sealed class Verb
{
    private readonly Func<Arguments, Statement>? _make;

    internal Verb(string synopsis, string meaning, Func<Arguments, Statement>? make = null)
    {
        Synopsis = synopsis;
        Meaning = meaning;
        _make = make;
        var parts = synopsis.Split(' ');
        Name = parts[0];
        Slots = [.. parts.Skip(1).Select(Slot.Parse)];
    }

    public string Name { get; }

    public string Synopsis { get; }

    /// <summary>One line for a person.</summary>
    public string Meaning { get; }

    internal IReadOnlyList<Slot> Slots { get; }

    /// <summary>Null for a line that only opens or closes a block: its arguments (none) are checked all the same.</summary>
    internal Statement? Parse(SourceLine line)
    {
        var arguments = new Arguments(line, this);
        return _make?.Invoke(arguments);
    }
}
