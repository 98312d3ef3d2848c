namespace Emulator.Kernel;

/// <summary>A userfaultfd of a process, opened with every feature that the kernel offers and SIGBUS.</summary>
public sealed class Userfaultfd(string name)
{
    public string Name => name;
}
