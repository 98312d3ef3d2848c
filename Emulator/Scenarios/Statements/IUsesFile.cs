namespace Emulator.Scenarios;

/// <summary>A statement that names a file, which a <see cref="FileStatement"/> must have made before.</summary>
public interface IUsesFile
{
    string File { get; }
}
