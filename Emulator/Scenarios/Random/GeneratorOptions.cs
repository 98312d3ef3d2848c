namespace Emulator.Scenarios;

/// <summary>What <see cref="TraceGenerator"/> is to make. The same options give the same bytes everywhere.</summary>
/// <param name="Statements">How many statements execute something; null is 15 to 45, by the seed.</param>
/// <param name="AllowMoves">
/// mremap may move. A move can hang a real kernel, or write outside the new mapping (rule 14 of Traces/kernels/6.18/README.md).
/// </param>
/// <param name="IsWide">
/// Also what no real machine can be told: several CPUs that flush in other ways, threads on them that go idle, walkers without locks, actors.
/// </param>
public sealed record GeneratorOptions(ulong Seed, int? Statements = null, bool AllowMoves = false, bool IsWide = false)
{
    public const int StatementsMax = 10_000;
}
