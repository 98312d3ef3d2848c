using System.Globalization;

namespace Perf.Measure;

internal static class Digits
{
    /// <summary>To four digits, which is more than a measurement is worth.</summary>
    internal static double Four(double value) => double.Parse(value.ToString("G4"), CultureInfo.InvariantCulture);
}
