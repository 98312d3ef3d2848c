using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Tests.Walks;

/// <summary>One machine on which world after world is built by real mmap and touch, registered, and torn down by real exits.</summary>
internal sealed class WorldMachine : IDisposable
{
    private readonly HugetlbFile _file;

    public WorldMachine(LinuxKernel linux)
    {
        Machine = new(2, 4, null, new ArenaOptions { Limit = ByteSize.FromMega(8) });
        Kernel = new(Machine, linux, new CountingProbe());
        _file = Machine.CreateFile("F", new(PudWorld.FileBytes), Pmd.Span);
    }

    public Machine Machine { get; }

    public Kernel<CountingProbe> Kernel { get; }

    public HugetlbFile File => _file;

    public Mm A { get; private set; } = null!;

    public Mm B { get; private set; } = null!;

    public void Build(PudWorld world)
    {
        (A, B) = (Machine.CreateProcess("A"), Machine.CreateProcess("B"));
        foreach (var (process, start, end, offset) in world.Mappings)
        {
            const VmFlags Access = VmFlags.Read | VmFlags.Write;
            var request = new MmapRequest(_file, new(new(start), new(end)), new(offset), Access, IsShared: true, IsReadOnlyFile: false);
            Kernel.SwitchTo(MmOf(process));
            if (Kernel.Mmap(MmOf(process), request) != Errno.None) throw new InvalidOperationException($"mmap refused in {world}");
        }

        foreach (var (process, address) in world.Touches)
        {
            Kernel.SwitchTo(MmOf(process));
            var result = Kernel.Access(MmOf(process), new(address), isWrite: true);
            if (result.End != FaultResult.Handled) throw new InvalidOperationException($"{address:x}: {result.End} in {world}");
        }
    }

    /// <summary>Registers, for minor mode where the release refuses write-protect.</summary>
    public WalkCounts Register(ulong start, ulong end)
    {
        Kernel.SwitchTo(A);
        Kernel.Probe.Clear();
        Kernel.Tally = default;
        var mode = Kernel.Rules.TakesUffdWp ? UffdModes.Wp : UffdModes.Minor;
        var error = Kernel.UserfaultfdRegister(A, new(new(start), new(end)), mode, A.UserfaultfdOf(null));
        if (error != Errno.None) throw new InvalidOperationException($"register refused: {error}");
        return new(
            Kernel.Probe[KernelFunction.HugePteOffset],
            Kernel.Probe[KernelFunction.HugePteLock],
            Kernel.Probe[KernelFunction.HugePmdUnshare],
            Kernel.Tally.Unshared,
            Kernel.Probe[KernelFunction.FlushTlbMmRange],
            Kernel.Probe[KernelFunction.TlbRemoveTableSyncOne]);
    }

    /// <summary>Both exit, A first, and nothing may be left of them.</summary>
    public void TearDown()
    {
        foreach (var mm in (Mm[])[A, B])
        {
            Kernel.SwitchTo(mm);
            Kernel.Exit(mm);
        }
    }

    public Mm MmOf(char process) => process == 'A' ? A : B;

    public void Dispose() => Machine.Dispose();
}
