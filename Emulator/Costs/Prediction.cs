using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Notifiers;
using Emulator.Scenarios;

namespace Emulator.Costs;

/// <summary>What a statement takes by a profile, and which functions take it.</summary>
/// <param name="Functions">Those that take any time, the dearest first.</param>
public sealed record Prediction(Answer Answer, IReadOnlyList<FunctionCost> Functions)
{
    public CostRange Time => Answer.ModelTime;

    /// <param name="answer">By a run with the same profile.</param>
    public static Prediction Of(Answer answer, CostProfile profile)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(profile);
        var functions = from function in profile.Costs.Keys
                        let calls = answer.Calls[function]
                        let time = profile.RangeOf(function, calls)
                        where time.High > 0
                        orderby time.Nanoseconds descending, function
                        select new FunctionCost(function, calls, time);
        return new(answer, [.. functions]);
    }

    /// <summary>One for each statement of a trace that executes something.</summary>
    public static IReadOnlyList<Prediction> Of(
        Trace trace, LinuxKernel release, CostProfile profile, IReadOnlyList<INotifierConsumer>? consumers = null)
    {
        using var run = new TraceRun(trace, release, profile: profile, consumers: consumers);
        return [.. run.Answers().Select(answer => Of(answer, profile))];
    }
}

/// <summary>A statement's predicted time, and what a kernel took.</summary>
/// <param name="MeasuredNs">The median of its runs.</param>
public sealed record TimedStatement(Prediction Prediction, double MeasuredNs)
{
    /// <summary>Null if the clock saw no time pass.</summary>
    public double? Error => MeasuredNs > 0 ? Prediction.Time.ErrorAgainst(MeasuredNs) : null;

    public bool IsCovered => Prediction.Time.Contains(MeasuredNs);
}
