namespace Emulator.Scenarios;

public enum Sharing
{
    Shared,
    Private,
}
