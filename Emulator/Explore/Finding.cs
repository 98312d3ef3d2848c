using Emulator.Kernel;

namespace Emulator.Explore;

/// <summary>What an execution left that must not be.</summary>
/// <param name="Line">The line of the trace after which it was found; 0: while the block ran.</param>
public sealed record Finding(Violation Violation, int Line);
