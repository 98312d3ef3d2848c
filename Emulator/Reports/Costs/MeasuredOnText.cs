using System.Globalization;
using Emulator.Accounting;

namespace Emulator.Reports;

/// <summary>Where a profile was measured, for people.</summary>
public static class MeasuredOnText
{
    public static string Of(CostProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (profile.MeasuredOn is not { } on) return "put together from sources, measured nowhere\n";
        return $"""
            {PlaceOf(on)}; Linux {on.Kernel}
            measured {on.Date}{(on.Rounds is { } rounds ? $" in {rounds} rounds" : "")} by ptemu {on.Commit}; load averages {on.Load}
            95 of 100 shapes that a fit had not seen were off by a factor of {Factor(profile)} at most (cross-validation)

            """;
    }

    /// <summary>The processor and its CPUs, and whose virtual machine it is.</summary>
    public static string PlaceOf(MeasuredOn on)
    {
        ArgumentNullException.ThrowIfNull(on);
        if (!on.IsVirtual) return $"{on.Machine}, {on.Cpus} CPUs";
        return $"{on.Machine}, {on.Cpus} CPUs of a virtual machine{(on.Hypervisor is null ? "" : $" ({on.Hypervisor})")}";
    }

    private static string Factor(CostProfile profile) => (1 + profile.RelativeError).ToString("0.00", CultureInfo.InvariantCulture);
}
