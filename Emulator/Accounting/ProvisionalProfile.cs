using Emulator.Probes;
using F = Emulator.Probes.KernelFunction;

namespace Emulator.Accounting;

/// <summary>
/// The profile that the model uses until one is calibrated: fitted by hand to what a Linux 6.18.44 guest with 2 CPUs answered
/// (Traces/kernels/6.18/README.md, "Costs that were measured"). Its interrupts are far dearer than on bare metal.
/// </summary>
public static class ProvisionalProfile
{
    private static readonly CostsByFunction Costs = new()
    {
        [F.HugePteOffset] = new(21.6, "measured: register over tables that are not there, slope for a 1G"),
        [F.HugePteLock] = new(60, "derived: register over own tables is 100 ns a 1G; less the lookup, split 3 to 1 with the attempt"),
        [F.HugePmdUnshare] = new(18.4, "derived: the same 100 ns a 1G"),
        [F.PudClear] = new(4, "derived: shared tables cost 101..111 ns a 1G, own tables 100"),
        [F.UserfaultfdRegister] = new(1100, "derived: register over nothing is 1.3 us; less notifier and locks"),
        [F.UserfaultfdUnregister] = new(1100, "assumed: as a registration"),
        [F.UserfaultfdWriteprotect] = new(1100, "assumed: as a registration"),
        [F.UserfaultfdContinue] = new(1100, "assumed: as a registration"),
        [F.Fork] = new(500_000, "measured: fork statements of the recordings, 0.5..0.66 ms, the process's own memory included"),
        [F.Mprotect] = new(2100, "measured: mprotect over nothing, 2.1 us"),
        [F.Mremap] = new(2100, "assumed: as mprotect"),
        [F.Madvise] = new(1100, "assumed: as a registration"),
        [F.Mlock] = new(1100, "assumed: as a registration"),
        [F.Fallocate] = new(1100, "assumed: as a registration"),
        [F.Truncate] = new(1100, "assumed: as a registration"),
        [F.HugePteModify] = new(25, "derived: mprotect over present pages is 126 ns a 2M, over empty entries 101 ns"),
        [F.Munmap] = new(1100, "assumed: as a registration"),
        [F.Exit] = new(80_000, "measured: exit with shared tables is 80..100 us"),
        [F.Mmap] = new(5000, "measured: mmap statements of the recordings, 4.2..7.3 us"),
        [F.SplitVma] = new(3000, "derived: registrations that split, less what the same ones without a split cost"),
        [F.MmuNotifierInvalidateRangeStart] = new(20, "assumed: no consumer is registered"),
        [F.IMmapLockWrite] = new(40, "assumed: uncontended rw-semaphore pair"),
        [F.IMmapLockRead] = new(40, "assumed: uncontended rw-semaphore pair"),
        [F.HugetlbVmaLockWrite] = new(40, "assumed: uncontended rw-semaphore pair"),
        [F.HugetlbVmaLockRead] = new(40, "assumed: uncontended rw-semaphore pair"),
        [F.FlushTlbLocalFull] = new(800, "derived: register of shared tables, 2.1..2.7 us with no sync, less 1.3 us"),
        [F.FlushTlbOne] = new(100, "taken from source: arch/x86/mm/tlb.c estimates 100 ns a page"),
        [F.SmpCallFunctionMany] = new(
            15_000, "measured: 17..19 us with a thread on the other CPU, 23 us with a sync; less 2..8 us of the rest"),
        [F.SendIpi] = new(500, "assumed: no source was found for the cost of one more target"),
        [F.HugetlbFault] = new(750, "derived: a first touch that shares is 0.92..1.02 us; less locks and lookup"),
        [F.AllocTable] = new(1100, "derived: own table 2.07 us against 0.97 us shared"),
        [F.FolioZeroUser] = new(95_000, "measured: first touches of the recordings, about 0.1 ms a 2M page; a 1G page costs more"),
        [F.ZapHugePage] = new(150, "assumed: put of a page that stays in the file"),
        [F.FreeTable] = new(400, "assumed: one page given back after a grace period"),
    };

    public static CostProfile Value { get; } = new("provisional: Linux 6.18.44, KVM guest, 2 CPUs", SayingWhatIsVirtual(Costs));

    private static CostsByFunction SayingWhatIsVirtual(CostsByFunction costs)
    {
        for (F function = 0; (int)function < KernelFunctions.Count; function++)
        {
            if (costs[function] is { } cost) costs[function] = cost with { IsVirtual = IsMeasured(cost) };
        }

        return costs;
    }

    /// <summary>What was taken from a source, or assumed, belongs to no virtual machine.</summary>
    private static bool IsMeasured(Cost cost) =>
        cost.Source.StartsWith("measured", StringComparison.Ordinal) || cost.Source.StartsWith("derived", StringComparison.Ordinal);
}
