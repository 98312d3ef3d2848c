
namespace Perf.Commands;

/// <summary>The first statement that the emulator and this machine's kernel answer differently.</summary>
/// <param name="Fields">In what.</param>
/// <param name="Report">Both answers, for a person.</param>
internal sealed record Difference(IReadOnlyList<string> Fields, string Report);
