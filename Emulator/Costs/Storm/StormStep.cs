using Emulator.Accounting;

namespace Emulator.Costs;

/// <param name="Nanoseconds">Of work and sleep.</param>
/// <param name="Number">The lock, the task that starts, or how many CPUs are interrupted.</param>
internal readonly record struct StormStep(StormStepKind Kind, double Nanoseconds, int Number, LockMode Mode);
