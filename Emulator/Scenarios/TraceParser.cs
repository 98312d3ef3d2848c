namespace Emulator.Scenarios;

/// <summary>Reads a trace whole, and refuses a bad one whole: each line by itself first, then what the lines say together.</summary>
public static class TraceParser
{
    private const string ActorForm = "ACTOR: STATEMENT, such as A.2: munmap A 8G..9G";

    /// <exception cref="TraceException">The trace is bad; nothing of it should run.</exception>
    public static Trace Parse(string path, TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var directives = new List<string>();
        var lines = new Queue<SourceLine>(SourceLine.ReadAll(path, reader, directives));
        var machine = new MachineStatement();
        var statements = new List<Statement>();
        for (var isFirst = true; lines.TryDequeue(out var line); isFirst = false)
        {
            var statement = ParseTopLevel(line, lines);
            if (statement is not MachineStatement first) statements.Add(statement);
            else if (isFirst) machine = first;
            else throw line.Error("'machine' is not the first statement", "at most one 'machine', before all others");
        }

        var trace = new Trace(path, machine, new ValueList<Statement>(statements)) { Directives = new ValueList<string>(directives) };
        TraceChecks.Check(trace);
        return trace;
    }

    private static Statement ParseTopLevel(SourceLine line, Queue<SourceLine> following)
    {
        if (line.Text.Contains(':', StringComparison.Ordinal)) throw line.Error("an actor outside 'parallel'", "a line without ACTOR:");
        var verb = TraceGrammar.Find(line);
        if (verb.Name == TraceGrammar.End) throw line.Error("'end' without 'parallel'", "'parallel' on a line before");
        return verb.Parse(line) ?? ParseBlock(line, following);
    }

    private static ParallelStatement ParseBlock(SourceLine parallel, Queue<SourceLine> following)
    {
        var actions = new List<ActorLine>();
        while (following.TryDequeue(out var line))
        {
            if (line.FirstWord == TraceGrammar.End)
            {
                TraceGrammar.Find(line).Parse(line);
                return new(parallel.Number, parallel.Text, new ValueList<ActorLine>(actions));
            }

            actions.Add(ParseActorLine(line));
        }

        throw parallel.Error("'parallel' has no 'end'", "'end' on a line after the actors'");
    }

    private static ActorLine ParseActorLine(SourceLine line)
    {
        var colon = line.Text.IndexOf(':', StringComparison.Ordinal);
        var rest = line with { Text = line.Text[(colon + 1)..].Trim() };
        if (rest.FirstWord is TraceGrammar.Parallel or TraceGrammar.End or "machine" or "file")
        {
            throw line.Error($"'{rest.FirstWord}' inside 'parallel'", "a statement that a process makes");
        }

        if (colon < 0) throw line.Error($"'{rest.FirstWord}' inside 'parallel' has no actor", ActorForm);
        if (rest.Text.Length == 0) throw line.Error($"'{line.Text}' has no statement", ActorForm);
        var statement = TraceGrammar.Find(rest).Parse(rest)!;
        return ParseActor(line, line.Text[..colon].Trim(), statement);
    }

    // `A.1` is A's first thread, and so is `A`.
    private static ActorLine ParseActor(SourceLine line, string thread, Statement statement)
    {
        var parts = thread.Split('.');
        var isThread = parts.Length == 2 && int.TryParse(parts[1], out var number) && number > 0 && parts[1] == $"{number}";
        if (!Arguments.IsName(parts[0]) || (parts.Length > 1 && !isThread))
        {
            throw line.Error($"'{thread}' is not ACTOR", "a name, or a name and a thread's number from 1, such as A or A.2");
        }

        return new(parts[0], isThread && parts[1] != "1" ? thread : parts[0], statement);
    }
}
