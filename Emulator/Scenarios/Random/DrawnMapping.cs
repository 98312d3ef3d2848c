using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>A mapping as the generator knows it: what the kernel answered does not come back, so it is what should be there.</summary>
internal sealed record DrawnMapping(DrawnFile File, AddrRange Range, ByteSize Offset, bool IsShared, bool IsWritable)
{
    /// <summary>The part of it in a range.</summary>
    public DrawnMapping Cut(AddrRange range)
    {
        var common = Range.Intersect(range);
        return this with { Range = common, Offset = OffsetOf(common.Start) };
    }

    public ByteSize OffsetOf(VirtAddr address) => Offset + (address - Range.Start);
}
