using Emulator.Native;

namespace Emulator.Kernel;

/// <summary>The arguments of mmap of a hugetlb file at a fixed address (MAP_FIXED_NOREPLACE).</summary>
/// <param name="Access">PROT_READ, PROT_WRITE, PROT_EXEC as <see cref="VmFlags.Access"/> bits.</param>
/// <param name="IsShared">MAP_SHARED, otherwise MAP_PRIVATE.</param>
/// <param name="IsReadOnlyFile">The file descriptor was opened O_RDONLY.</param>
/// <param name="Reserves">Without MAP_NORESERVE: the huge pages must be there at once.</param>
/// <param name="Populates">MAP_POPULATE.</param>
public sealed record MmapRequest(
    HugetlbFile File,
    AddrRange Range,
    ByteSize Offset,
    VmFlags Access,
    bool IsShared,
    bool IsReadOnlyFile,
    bool Reserves = false,
    bool Populates = false);

/// <summary>The arguments of mremap.</summary>
/// <param name="Old">The old mapping.</param>
/// <param name="NewLength">Its length afterwards.</param>
/// <param name="MayMove">MREMAP_MAYMOVE.</param>
/// <param name="To">MREMAP_FIXED, with MREMAP_MAYMOVE: where it moves; null for none.</param>
/// <param name="DontUnmap">MREMAP_DONTUNMAP.</param>
internal sealed record MremapRequest(AddrRange Old, ByteSize NewLength, bool MayMove, VirtAddr? To, bool DontUnmap);

/// <summary>MADV_* that the emulator knows.</summary>
public enum MadviseBehavior
{
    Dontneed,
    Remove,
    PopulateRead,
    PopulateWrite,
    Dontdump,
    Dodump,
    Normal,
    Sequential,
    Random,
    Willneed,
    Dontfork,
    Dofork,
    Nohugepage,
}
