using Emulator.Accounting;
using Emulator.Native;
using Emulator.Walks;

namespace Emulator.Costs;

/// <summary>The regression of 2025 and its like: many processes that unshare at once, on many CPUs (<c>ptemu storm</c>).</summary>
public static class Storm
{
    public static StormResult Run(StormOptions options, KernelRelease release, CostProfile profile, StormMachine machine)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(release);
        Ensure.That(options.Cpus >= 3 && options.Children >= 1);
        var script = new StormScript(options, release, profile);
        return new StormSimulation(script, options, machine).Run(script);
    }

    /// <summary>Sending and waiting take what the machine says, and nothing by the profile, which is of two CPUs.</summary>
    public static bool IsSimulated(KernelFunction function) => function is KernelFunction.SmpCallFunctionMany or KernelFunction.SendIpi;
}
