using Emulator.Native;

namespace Emulator.Notifiers;

/// <summary>
/// The same from 6.6 to 6.14, where flush_tlb_mm_range made a range above its ceiling one of everything before it told secondary
/// TLBs: an unshare of 1G flushed all that devices had cached of the mm.
/// </summary>
public sealed class IommuSva66 : IommuSva
{
    public override LinuxVersion Since => new(6, 6);

    public override LinuxVersion? Until => new(6, 15);

    public override AddrRange Reach(AddrRange range, bool isFullFlush) =>
        isFullFlush ? new(VirtAddr.Zero, new(ulong.MaxValue)) : AlignedBlock(range);
}
