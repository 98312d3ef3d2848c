namespace Emulator.Accounting;

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
