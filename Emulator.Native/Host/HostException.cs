namespace Emulator.Native;

/// <summary>This machine can't do what was asked of it: told in one line, with what to do about it.</summary>
public class HostException(string message) : Exception(message);
