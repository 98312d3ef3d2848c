namespace Emulator.Native;

/// <summary>An assertion of <see cref="Ensure"/> failed: a bug in this program.</summary>
public sealed class EnsureException(string message) : Exception(message);
