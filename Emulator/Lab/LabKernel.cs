namespace Emulator.Lab;

/// <summary>A kernel image that the lab can boot: a package of Debian or Ubuntu, by its checksum, and the release that it is held against.</summary>
public sealed record LabKernel
{
    /// <summary>What it is called here, and the folder of its recordings in Traces/kernels.</summary>
    public required string Name { get; init; }

    /// <summary>The emulator's release (ptemu kernels).</summary>
    public required string Release { get; init; }

    /// <summary>Why this release, in one line.</summary>
    public required string Why { get; init; }

    public required LabArchive Archive { get; init; }

    /// <summary>The package's path in its archive; of an image of the user's, the image's.</summary>
    public required string Package { get; init; }

    /// <summary>Of the package: an archive may give what it likes, only this is run.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Of the image, in the package.</summary>
    public required string ImagePath { get; init; }

    /// <summary>Counted functions that this image's compiler inlined in some places or in all: the tracer sees too few of their calls.</summary>
    public IReadOnlyList<string> Inlined { get; init; } = [];
}
