namespace Emulator.Reports;

/// <summary>A point, and between what it lies.</summary>
public readonly record struct PlotPoint(double X, double Y, double Low, double High);
