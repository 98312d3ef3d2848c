using Emulator.Host;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Emulator.Lab;

/// <summary>Runs traces on a kernel of the lab. The machine is booted for the first trace, and again after one that hung it.</summary>
/// <param name="image">The kernel's file.</param>
/// <param name="inlined">What can't be counted there.</param>
public sealed class LabRun(string image, IReadOnlyList<string> inlined) : IDisposable
{
    private const int Repeat = 2;
    private const int BootsMax = 3;
    private const int AttemptsMax = 5;
    private static readonly ByteSize MemoryDefault = ByteSize.FromMega(1536), MemoryMax = ByteSize.FromGiga(3);
    private static readonly ByteSize MemoryOfKernel = ByteSize.FromMega(700);

    private VirtualMachine? _machine;
    private ByteSize _memory;

    /// <summary>The emulator's release that the kernel is held against.</summary>
    public LinuxKernel Release { get; init; } = LinuxKernels.Default;

    /// <summary>uname -r there; empty before the first trace.</summary>
    public string KernelVersion => _machine?.Release ?? "";

    /// <summary>All the answers of a trace. Their times mean nothing, so there are none; a hang ends them.</summary>
    /// <exception cref="HostException">There is no QEMU, the kernel does not come up, or the trace is too big for the lab.</exception>
    public IReadOnlyList<HostAnswer> Run(Trace trace, bool allowHang)
    {
        HostPreconditions.Check(trace, [.. Enumerable.Range(0, VirtualMachine.Cpus)]);
        var need = new HugePageNeed(trace, MemoryMax);
        if (need.OneGiga > 0) throw new HostException($"{trace.Path}: the lab's machines have no huge pages of 1G");
        var pages = trace.Machine.HugePages ?? need.TwoMega;
        var machine = MachineWith(new(Math.Max(MemoryDefault.Bytes, MemoryOfKernel.Bytes + ((ulong)pages * Pmd.Span))));
        if (!HasHugePages(machine, pages)) throw new HostException($"{trace.Path}: the lab's machine has no memory for {pages} huge pages");
        var options = new HostOptions(WithMaps: true, AllowHang: allowHang) { Releases = [Release] };
        return HostRunner.Repeat(Repeat, () => RunOnce(machine, trace, options));
    }

    public void Dispose() => _machine?.Dispose();

    /// <summary>What the trace before had may still be on its way back.</summary>
    private static bool HasHugePages(VirtualMachine machine, long pages)
    {
        for (var attempt = 1; machine.SetHugePages(pages) != pages; attempt++)
        {
            if (attempt == AttemptsMax) return false;
            Thread.Sleep(TimeSpan.FromSeconds(1));
        }

        return true;
    }

    private IReadOnlyList<HostAnswer> RunOnce(VirtualMachine machine, Trace trace, HostOptions options)
    {
        using var agent = machine.StartAgent();
        using var session = new HostSession(agent, trace, options);
        return [.. session.Answers().Select(answer => LabCalls.InContract(answer with { Nanoseconds = 0 }, inlined))];
    }

    private VirtualMachine MachineWith(ByteSize memory)
    {
        if (memory > MemoryMax) throw new HostException($"the trace takes {memory} in the lab, which gives a machine at most {MemoryMax}");
        if (_machine is { IsDead: false } && memory <= _memory) return _machine;
        _machine?.Dispose();
        _machine = null;
        _memory = memory;
        _machine = Boot(memory);
        return _machine;
    }

    /// <summary>Software emulation on a busy machine is so slow now and then that a kernel's own watchdogs stop it at boot: then once more.</summary>
    private VirtualMachine Boot(ByteSize memory)
    {
        for (var attempt = 1; ; attempt++)
        {
            VirtualMachine? machine = null;
            try
            {
                machine = new(image, memory);
                machine.TraceFunctions(LabCalls.Functions);
                return machine;
            }
            catch (HostException) when (attempt < BootsMax)
            {
                machine?.Dispose();
            }
        }
    }
}
