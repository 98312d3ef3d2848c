using Emulator.Accounting;
using Emulator.Native;
using Emulator.Walks;

namespace Emulator.Costs;

/// <summary>The regression of 2025 and its like: many processes that unshare at once, on many CPUs (<c>ptemu storm</c>).</summary>
public static class Storm
{
    public static StormResult Run(StormOptions options, KernelRelease release, CostProfile profile, StormMachine machine) =>
        Simulate(Record(options, release, profile), options, machine, range => range.Nanoseconds);

    /// <summary>The same, and what the time is with every cost at the low end of its interval, and with every cost at the high end.</summary>
    public static StormResult RunBetween(StormOptions options, KernelRelease release, CostProfile profile, StormMachine machine)
    {
        var script = Record(options, release, profile);
        var result = Simulate(script, options, machine, range => range.Nanoseconds);
        var low = Simulate(script, options, machine, range => range.Low).Nanoseconds;
        var high = Simulate(script, options, machine, range => range.High).Nanoseconds;
        // With other costs tasks come to the locks in another order, and what is less work for each can then take longer in all.
        return result with { Time = new(result.Nanoseconds, Math.Min(low, result.Nanoseconds), Math.Max(high, result.Nanoseconds)) };
    }

    /// <summary>Sending and waiting take what the machine says, and nothing by the profile, which is of two CPUs.</summary>
    public static bool IsSimulated(KernelFunction function) => function is KernelFunction.SmpCallFunctionMany or KernelFunction.SendIpi;

    private static StormScript Record(StormOptions options, KernelRelease release, CostProfile profile)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(release);
        Ensure.That(options.Cpus >= 3 && options.Children >= 1);
        return new(options, release, profile);
    }

    private static StormResult Simulate(StormScript script, StormOptions options, StormMachine machine, Func<CostRange, double> end) =>
        new StormSimulation(script, options, machine, end).Run(script);
}
