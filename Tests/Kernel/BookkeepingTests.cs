using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;
using Emulator.Releases;

namespace Tests.Kernels;

/// <summary>
/// What one more sharer of 1 TB needs: the tables that the hardware needs, and under 1 kB beside them. What others allocate meanwhile would
/// be counted too, so it runs alone.
/// </summary>
[CollectionDefinition(nameof(BookkeepingTests), DisableParallelization = true)]
[Collection(nameof(BookkeepingTests))]
public class BookkeepingTests
{
    private const int Sharers = 500;
    private const int TableCount = 1024;

    /// <summary>A top-level table, with five levels one below it, and a PUD table for each 512G.</summary>
    [Theory]
    [InlineData(4, 3)]
    [InlineData(5, 4)]
    public void One_more_sharer_of_a_terabyte_needs_little(int levels, int tablesEach)
    {
        using var machine = new Machine(196, levels, null, new ArenaOptions { Limit = ByteSize.FromMega(64) });
        var kernel = new Kernel<Silent>(machine, LinuxKernels.Default, default);
        machine.CreateFile("F", ByteSize.FromTera(1), Pmd.Span);
        // The first have the tables made, and whatever grows by doubling.
        for (var i = 0; i < Sharers; i++) Share(machine, kernel, $"first{i}");
        var (tables, bytes) = (machine.Arena.LiveTables, Managed());
        for (var i = 0; i < Sharers; i++) Share(machine, kernel, $"P{i:000}");
        Assert.Equal(tablesEach, (machine.Arena.LiveTables - tables) / (double)Sharers);
        Assert.InRange((Managed() - bytes) / Sharers, 1, 1023);
        GC.KeepAlive(machine);
    }

    private static long Managed() => GC.GetTotalMemory(forceFullCollection: true);

    private static void Share(Machine machine, Kernel<Silent> kernel, string name)
    {
        var range = new AddrRange(VirtAddr.Zero + ByteSize.FromTera(1), VirtAddr.Zero + ByteSize.FromTera(2));
        var mm = machine.CreateProcess(name);
        kernel.SwitchTo(mm);
        var request = new MmapRequest(
            machine.FileOf("F"), range, ByteSize.Zero, VmFlags.Read | VmFlags.Write, IsShared: true, IsReadOnlyFile: false);
        Assert.Equal(Errno.None, kernel.Mmap(mm, request));
        for (var address = range.Start; address < range.End; address += Pud.Span) kernel.Access(mm, address, isWrite: true);
        Assert.Equal(TableCount, mm.PmdTables);
    }
}
