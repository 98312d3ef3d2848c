using Emulator.Kernel;
using Emulator.Native;
using Emulator.Releases;
using Emulator.Tlb;

namespace Tests.Kernels;

/// <summary>A machine with one 2M-page file and processes made as they are named, driven in the kernel's own verbs.</summary>
internal sealed class KernelUnderTest : IDisposable
{
    private readonly Dictionary<string, Mm> _processes = [];

    public KernelUnderTest(string release = "6.19", UnshareWalk? walk = null, int cpus = 2)
    {
        var named = LinuxKernels.Named(release)!;
        Machine = new(cpus, 4, null, new ArenaOptions { Limit = ByteSize.FromMega(16) });
        Kernel = new(Machine, walk is null ? named : named.With(walk), new Recorder());
        File = Machine.CreateFile("F", ByteSize.FromTera(2), Pmd.Span);
    }

    public Machine Machine { get; }

    public Kernel<Recorder> Kernel { get; }

    public HugetlbFile File { get; }

    public Mm this[string process] =>
        _processes.TryGetValue(process, out var mm) ? mm : _processes[process] = Machine.CreateProcess(process);

    public static AddrRange Range(string text)
    {
        var ends = text.Split("..");
        return new(VirtAddr.Zero + ByteSize.Parse(ends[0]), VirtAddr.Zero + ByteSize.Parse(ends[1]));
    }

    /// <summary>Maps the file shared, at an offset that equals the address.</summary>
    public Vma Mmap(string process, string range)
    {
        var where = Range(range);
        const VmFlags Access = VmFlags.Read | VmFlags.Write;
        Kernel.SwitchTo(this[process]);
        var offset = where.Start - VirtAddr.Zero;
        Assert.Equal(Errno.None, Kernel.Mmap(this[process], new(File, where, offset, Access, IsShared: true, IsReadOnlyFile: false)));
        return this[process].Vmas.At(where.Start)!;
    }

    public void Touch(string process, string address, int count = 1, ulong step = Pmd.Span)
    {
        Kernel.SwitchTo(this[process]);
        var at = VirtAddr.Zero + ByteSize.Parse(address);
        for (var i = 0; i < count; i++, at += step)
        {
            Assert.Equal(FaultResult.Handled, Kernel.Access(this[process], at, isWrite: true).End);
        }
    }

    public Errno Munmap(string process, string range) => Act(process, mm => Kernel.Munmap(mm, Range(range)));

    public Errno Register(string process, string range, UffdModes modes = UffdModes.Minor) =>
        Act(process, mm => Kernel.UserfaultfdRegister(mm, Range(range), modes, mm.UserfaultfdOf(null)));

    public void Dispose() => Machine.Dispose();

    private Errno Act(string process, Func<Mm, Errno> call)
    {
        Kernel.SwitchTo(this[process]);
        Kernel.Tally = default;
        Kernel.Probe.StartStatement();
        return call(this[process]);
    }
}
