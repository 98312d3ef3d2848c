namespace Emulator.Kernel;

/// <summary>UFFDIO_REGISTER_MODE_*.</summary>
[Flags]
public enum UffdModes
{
    None = 0,
    Missing = 1,
    Wp = 2,
    Minor = 4,
}
