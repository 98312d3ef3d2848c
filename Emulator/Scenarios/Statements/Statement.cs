namespace Emulator.Scenarios;

/// <summary>
/// One statement of a trace. Two are equal if they mean the same: where one stands (<paramref name="Line"/>) and how it
/// was written (<paramref name="Text"/>: comment stripped, blanks collapsed) does not count.
/// </summary>
public abstract record Statement(int Line, string Text)
{
    /// <summary>The canonical form, which parses back to an equal statement.</summary>
    public abstract string ToTraceLine();

    public virtual bool Equals(Statement? other) => other is not null && EqualityContract == other.EqualityContract;

    public override int GetHashCode() => EqualityContract.GetHashCode();

    public sealed override string ToString() => ToTraceLine();
}

/// <summary>A statement that one process makes: all but machine, file and parallel.</summary>
public abstract record ProcessStatement(int Line, string Text, string Process) : Statement(Line, Text);

/// <summary>A statement that names a file, which a <see cref="FileStatement"/> must have made before.</summary>
public interface IUsesFile
{
    string File { get; }
}
