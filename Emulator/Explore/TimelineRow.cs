namespace Emulator.Explore;

/// <summary>One step of an execution.</summary>
/// <param name="Actor">The number of the actor.</param>
/// <param name="Function">The kernel function that it is in.</param>
/// <param name="What">What it does, in words.</param>
public sealed record TimelineRow(int Actor, string Function, string What);
