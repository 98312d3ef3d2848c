namespace Emulator.Scenarios;

public enum AccessKind
{
    Write,
    Read,
}
