namespace Emulator.Explore;

/// <summary>The time of a search is over while an execution is under way.</summary>
internal sealed class OutOfTimeException : Exception;
