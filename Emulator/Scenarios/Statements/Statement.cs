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
