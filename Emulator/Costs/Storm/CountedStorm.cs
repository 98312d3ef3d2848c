using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Costs;

/// <summary>
/// The regression of 2025 and its like: many processes that unshare at once, on many CPUs (<c>ptemu storm</c>). What they do is recorded once for
/// a release, and does not depend on any cost: so it can be timed by many.
/// </summary>
public sealed class CountedStorm
{
    private readonly StormOptions _options;
    private readonly StormScript _script;

    public CountedStorm(StormOptions options, LinuxKernel release)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(release);
        Ensure.That(options.Cpus >= 3 && options.Children >= 1);
        (_options, _script) = (options, new(options, release));
    }

    public StormResult Run(CostProfile profile, StormMachine machine) => Simulate(profile, machine, range => range.Nanoseconds);

    /// <summary>The same, and what the time is with every cost at the low end of its interval, and with every cost at the high end.</summary>
    public StormResult RunBetween(CostProfile profile, StormMachine machine)
    {
        var result = Run(profile, machine);
        var low = Simulate(profile, machine, range => range.Low).Nanoseconds;
        var high = Simulate(profile, machine, range => range.High).Nanoseconds;
        // With other costs tasks come to the locks in another order, and what is less work for each can then take longer in all.
        return result with { Time = new(result.Nanoseconds, Math.Min(low, result.Nanoseconds), Math.Max(high, result.Nanoseconds)) };
    }

    /// <summary>The functions of a profile that take part in it.</summary>
    public IReadOnlyList<KernelFunction> FunctionsOf(CostProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return [.. _script.Functions.Where(profile.Costs.ContainsKey)];
    }

    /// <summary>Sending and waiting take what the machine says, and nothing by the profile, which is of two CPUs.</summary>
    public static bool IsSimulated(KernelFunction function) => function is KernelFunction.SmpCallFunctionMany or KernelFunction.SendIpi;

    private StormResult Simulate(CostProfile profile, StormMachine machine, Func<CostRange, double> end)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(machine);
        return new StormSimulation(_script, _options, machine.At(end), _script.Work.TimesBy(profile, end)).Run(_script, FunctionsOf(profile));
    }
}
