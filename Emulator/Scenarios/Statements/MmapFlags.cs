namespace Emulator.Scenarios;

/// <summary>What a trace adds to MAP_FIXED_NOREPLACE | MAP_NORESERVE; <see cref="Reserve"/> takes the latter away.</summary>
[Flags]
public enum MmapFlags
{
    None = 0,
    Reserve = 1,
    Populate = 2,
}
