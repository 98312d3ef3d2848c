using Emulator.Accounting;

namespace Emulator.Costs;

/// <param name="Number">Of work and sleep the time, by its number; else the lock, the task that starts, or how many CPUs are interrupted.</param>
internal readonly record struct StormStep(StormStepKind Kind, int Number, LockMode Mode);
