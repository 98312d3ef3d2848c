namespace Emulator.Tlb;

/// <summary>An address trace is not what its format says. Bad input, not a bug.</summary>
/// <param name="place">A line, or a byte.</param>
public sealed class AddressTraceException(string path, string place, string what, string expected)
    : FormatException($"{path}:{place}: {what}; expected {expected}");
