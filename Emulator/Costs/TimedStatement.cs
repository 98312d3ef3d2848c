namespace Emulator.Costs;

/// <summary>A statement's predicted time, and what a kernel took.</summary>
/// <param name="MeasuredNs">The median of its runs.</param>
public sealed record TimedStatement(Prediction Prediction, double MeasuredNs)
{
    /// <summary>Null if the clock saw no time pass.</summary>
    public double? Error => MeasuredNs > 0 ? Prediction.Time.ErrorAgainst(MeasuredNs) : null;

    public bool IsCovered => Prediction.Time.Contains(MeasuredNs);
}
