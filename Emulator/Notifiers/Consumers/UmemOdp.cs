using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Notifiers;

/// <summary>
/// RDMA on-demand paging (ib_umem_odp; mlx5). Each event zaps the adapter's translations of what overlaps, and unmaps their DMA
/// addresses; the adapter faults them in again. No event is told apart.
/// </summary>
public sealed class UmemOdp : INotifierConsumer
{
    public string Name => "umem-odp";

    public string Holds => "translations of an RDMA region, 4 kB each (one a huge page with IB_ACCESS_HUGETLB)";

    public string Source => "drivers/infiniband/hw/mlx5/odp.c: mlx5_ib_invalidate_range; "
        + "drivers/infiniband/core/umem_odp.c: ib_umem_odp_unmap_dma_pages";

    public NotifierCallbacks Callbacks => NotifierCallbacks.Interval;

    public ConsumerCost Cost => new(
        new(280, "assumed: two SRCU pairs, an interval tree, a mutex; the look at each page is in entry, though it is also made at pages that are not "
            + "mapped")
        { Low = 140, High = 800 },
        new(10_000, "assumed: a work request (UMR) posted, fetched over PCIe, its completion by interrupt; one for each run of entries, taken as "
            + "one")
        { Low = 4000, High = 50_000 },
        new(62, "assumed: two looks at the page, DMA unmapped without an IOMMU, 8 bytes of the adapter's table; at most: an IOMMU that flushes each "
            + "page")
        { Low = 30, High = 1500 });

    public LinuxVersion Since => new(5, 6);

    /// <summary>page_shift of the umem, PAGE_SHIFT if not asked otherwise.</summary>
    public int EntryShiftMax => Pt.Shift;

    public Reaction On(NotifierCall call) => call.IsBlockable ? Reaction.Drop() : Reaction.Refuse();
}
