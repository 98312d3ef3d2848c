namespace Emulator.Explore;

/// <summary>One step of an execution that another actor can tell.</summary>
/// <param name="Actor">The number of the actor.</param>
/// <param name="Statement">What the actor carries out, as the trace has it.</param>
/// <param name="Function">The kernel function that it is in; empty where the hardware walks.</param>
/// <param name="What">What it does, in words.</param>
/// <param name="Times">So often in a row, with the rows of the same group.</param>
public sealed record TimelineRow(int Actor, string Statement, string Function, string What, int Times = 1);
