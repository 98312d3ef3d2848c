namespace Emulator.Kernel;

/// <summary>A userfaultfd of a process, opened with every feature that the kernel offers and SIGBUS.</summary>
internal sealed class Userfaultfd(string name)
{
    public string Name => name;
}

/// <summary>UFFDIO_REGISTER_MODE_*.</summary>
[Flags]
public enum UffdModes
{
    None = 0,
    Missing = 1,
    Wp = 2,
    Minor = 4,
}
