using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;
using Emulator.Releases;

namespace Perf.Bench;

/// <summary>A machine with one file of so many 1G, and processes that map all of it from 512G on and touch a page of each 1G.</summary>
internal sealed class TouchedFile : IDisposable
{
    private const int CpuCount = 196;
    private const string Name = "F";

    private static readonly ByteSize Pud1G = new(Pud.Span);

    private readonly AddrRange _range;

    internal TouchedFile(int tables)
    {
        var start = VirtAddr.Zero + ByteSize.FromGiga(512);
        _range = new(start, start + ByteSize.FromGiga((ulong)tables));
        Machine = new(CpuCount, levels: 4, hugePages: null);
        Machine.CreateFile(Name, _range.Length, Pmd.Span);
        Kernel = new(Machine, LinuxKernels.Default, default);
    }

    internal AddrRange Range => _range;

    private long Tables => (long)(_range.Length.Bytes / Pud.Span);

    internal Machine Machine { get; }

    internal Kernel<Silent> Kernel { get; }

    /// <summary>A new process that maps the file, and has touched nothing.</summary>
    internal Mm Map(string process)
    {
        var mm = Machine.CreateProcess(process);
        Kernel.SwitchTo(mm);
        var request = new MmapRequest(
            Machine.FileOf(Name), _range, ByteSize.Zero, VmFlags.Read | VmFlags.Write, IsShared: true, IsReadOnlyFile: false);
        Ensure.That(Kernel.Mmap(mm, request) == Errno.None);
        return mm;
    }

    /// <summary>Writes to the first page of each 1G: a table each.</summary>
    internal void TouchAll(Mm mm) => Ensure.That(Kernel.AccessRange(mm, _range, Pud1G, isWrite: true).Touched == Tables);

    /// <summary>Writes to every page of 2M.</summary>
    internal void Populate(Mm mm) => Ensure.That(Kernel.AccessRange(mm, _range, every: null, isWrite: true).Touched == 512 * Tables);

    public void Dispose() => Machine.Dispose();
}
