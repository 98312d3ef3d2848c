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
            {on.Machine}, {on.Cpus} CPUs{(on.IsVirtual ? " of a virtual machine" : "")}; Linux {on.Kernel}
            measured {on.Date}{(on.Rounds is { } rounds ? $" in {rounds} rounds" : "")} by ptemu {on.Commit}; load averages {on.Load}
            95 of 100 shapes that a fit had not seen were off by a factor of {Factor(profile)} at most (cross-validation)

            """;
    }

    private static string Factor(CostProfile profile) => (1 + profile.RelativeError).ToString("0.00", CultureInfo.InvariantCulture);
}
