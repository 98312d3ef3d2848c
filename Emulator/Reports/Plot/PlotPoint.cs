namespace Emulator.Reports;

/// <summary>A point, and between what it lies: of a model its interval, of a measurement half of the rounds. All above 0.</summary>
public readonly record struct PlotPoint(double X, double Y, double Low, double High);
