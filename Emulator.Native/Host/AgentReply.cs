namespace Emulator.Native;

/// <param name="Numbers">The agent's line.</param>
/// <param name="Calls">How often the calling task entered each function that is traced, by its C name; null where no function can be traced.</param>
public sealed record AgentReply(long[] Numbers, IReadOnlyList<KeyValuePair<string, long>>? Calls);
