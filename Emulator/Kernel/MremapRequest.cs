using Emulator.Native;

namespace Emulator.Kernel;

/// <summary>The arguments of mremap.</summary>
/// <param name="Old">The old mapping.</param>
/// <param name="NewLength">Its length afterwards.</param>
/// <param name="MayMove">MREMAP_MAYMOVE.</param>
/// <param name="To">MREMAP_FIXED, with MREMAP_MAYMOVE: where it moves; null for none.</param>
/// <param name="DontUnmap">MREMAP_DONTUNMAP.</param>
public sealed record MremapRequest(AddrRange Old, ByteSize NewLength, bool MayMove, VirtAddr? To, bool DontUnmap);
