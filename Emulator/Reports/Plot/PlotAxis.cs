namespace Emulator.Reports;

/// <summary>A logarithmic axis over whole decades or powers of two.</summary>
internal sealed class PlotAxis(double least, double most, double step)
{
    private readonly double _first = Math.Floor(Log(least, step) + 1e-9);
    private readonly double _last = Math.Max(Math.Ceiling(Log(most, step) - 1e-9), Math.Floor(Log(least, step) + 1e-9) + 1);

    /// <summary>The values to write beside it.</summary>
    internal IEnumerable<double> Ticks
    {
        get
        {
            for (var power = _first; power <= _last; power++) yield return Math.Pow(step, power);
        }
    }

    /// <summary>Where a value lies: 0 at the least, 1 at the most.</summary>
    internal double At(double value) => (Log(value, step) - _first) / (_last - _first);

    private static double Log(double value, double step) => Math.Log(value) / Math.Log(step);
}
