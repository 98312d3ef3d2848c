using Emulator.Scenarios;

namespace Emulator.Host;

/// <param name="Statement">The one that never comes back.</param>
/// <param name="Why">In one line.</param>
public sealed record EndlessFault(Statement Statement, string Why);
