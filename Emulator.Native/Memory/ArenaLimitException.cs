namespace Emulator.Native;

/// <summary>The tables asked for exceed what the arena may use of the machine's memory. Bad input, not a bug.</summary>
public sealed class ArenaLimitException(string message) : Exception(message);
