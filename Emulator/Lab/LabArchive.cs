namespace Emulator.Lab;

/// <summary>Where a kernel's package comes from. Which server has it is the machine's to say (<see cref="LabMirror"/>).</summary>
public enum LabArchive
{
    Debian,
    DebianSecurity,
    Ubuntu,

    /// <summary>A file of the user's, no package.</summary>
    File,
}
