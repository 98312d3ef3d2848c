using System.Globalization;
using Emulator.Accounting;

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

    /// <summary>With its interval: 92us (85us..102us); alone where it is sure.</summary>
    public static string Of(CostRange time) => time.Low == time.High ? Of(time.Nanoseconds) : $"{Of(time.Nanoseconds)} ({Between(time)})";

    /// <summary>The interval alone: 85us..102us.</summary>
    public static string Between(CostRange time) => $"{Of(time.Low)}..{Of(time.High)}";

    private static string Scaled(double value, string unit) =>
        value.ToString(value < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture) + unit;
}
