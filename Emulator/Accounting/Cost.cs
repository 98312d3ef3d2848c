using Emulator.Probes;

namespace Emulator.Accounting;

/// <summary>The cost of one call.</summary>
/// <param name="Nanoseconds">The function's own time, without what it calls.</param>
/// <param name="Source">Where the number comes from: fitted, measured, derived from what was measured, or assumed, and why.</param>
public sealed record Cost(double Nanoseconds, string Source)
{
    /// <summary>The source of a cost that whoever asks gave.</summary>
    public const string Given = "given by --set";

    /// <summary>What it costs at least; half of the value where nobody knows better.</summary>
    public double Low { get; init; } = Nanoseconds / 2;

    /// <summary>What it costs at most; double the value where nobody knows better.</summary>
    public double High { get; init; } = Nanoseconds * 2;

    /// <summary>Measured in a virtual machine, whose interrupts are dearer than bare metal's.</summary>
    public bool IsVirtual { get; init; }

    /// <summary>Fitted to measurements: then the profile's error says how far a sum of such costs is off.</summary>
    public bool IsFitted { get; init; }

    /// <summary>
    /// The functions that no shape tells apart from this one: their sum was fitted, the parts are in the ratio of what was assumed. Each of them
    /// names all others.
    /// </summary>
    public IReadOnlyList<KernelFunction> FittedWith { get; init; } = [];
}

/// <summary>
/// A time of the model in nanoseconds, and between what it should be on the machine of the profile: <c>model_ns</c>, <c>model_ns_low</c>,
/// <c>model_ns_high</c> of the output contract. What it means: docs/costs.md, "The interval".
/// </summary>
public readonly record struct CostRange(double Nanoseconds, double Low, double High)
{
    public static CostRange operator +(CostRange one, CostRange other) =>
        new(one.Nanoseconds + other.Nanoseconds, one.Low + other.Low, one.High + other.High);

    /// <summary>So many of them, each as far off as the others.</summary>
    public static CostRange operator *(CostRange one, long times) => new(one.Nanoseconds * times, one.Low * times, one.High * times);

    /// <summary>How far it is off from what was measured, relative to that; positive: too dear.</summary>
    public double ErrorAgainst(double measured) => (Nanoseconds / measured) - 1;

    public bool Contains(double nanoseconds) => Low <= nanoseconds && nanoseconds <= High;
}

/// <summary>
/// A cost for each function, or none: what a profile looks costs up in. An array, because each short run begins with one, and the runtime has
/// no dictionary of this enum compiled.
/// </summary>
public sealed class CostsByFunction
{
    private readonly Cost?[] _costs = new Cost?[KernelFunctions.Count];

    public Cost? this[KernelFunction function]
    {
        get => _costs[(int)function];
        set => _costs[(int)function] = value;
    }

    /// <summary>Those that there are, in the order of the functions.</summary>
    public IReadOnlyDictionary<KernelFunction, Cost> ToDictionary()
    {
        var costs = new Dictionary<KernelFunction, Cost>();
        for (var function = 0; function < _costs.Length; function++)
        {
            if (_costs[function] is { } cost) costs.Add((KernelFunction)function, cost);
        }

        return costs;
    }
}
