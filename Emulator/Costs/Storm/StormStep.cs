using Emulator.Accounting;

namespace Emulator.Costs;

/// <param name="Number">Of work which it is (<see cref="StormWork"/>); else the lock, the task that starts, or how many CPUs are interrupted.</param>
internal readonly record struct StormStep(StormStepKind Kind, int Number, LockMode Mode);
