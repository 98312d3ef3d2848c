using System.Globalization;

namespace Emulator.Reports;

/// <summary>Times for people, in five characters.</summary>
public static class Duration
{
    /// <summary>85ns, 4.2us, 171ms, 1.2s.</summary>
    public static string Of(double nanoseconds) => nanoseconds switch
    {
        < 999.5 => $"{nanoseconds.ToString("0", CultureInfo.InvariantCulture)}ns",
        < 999.5e3 => Scaled(nanoseconds / 1e3, "us"),
        < 999.5e6 => Scaled(nanoseconds / 1e6, "ms"),
        _ => Scaled(nanoseconds / 1e9, "s"),
    };

    private static string Scaled(double value, string unit) =>
        value.ToString(value < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture) + unit;
}
