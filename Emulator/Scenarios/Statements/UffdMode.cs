namespace Emulator.Scenarios;

/// <summary>The bits of UFFDIO_REGISTER_MODE_.</summary>
[Flags]
public enum UffdMode
{
    None = 0,
    Missing = 1,
    Wp = 2,
    Minor = 4,
}
