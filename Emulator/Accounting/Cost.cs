namespace Emulator.Accounting;

/// <summary>The cost of one call.</summary>
/// <param name="Nanoseconds">Of the function itself, without what it calls.</param>
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
