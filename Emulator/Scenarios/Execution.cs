using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Walks;

namespace Emulator.Scenarios;

/// <summary>A machine on which the statements of one trace are carried out, in order, at one release.</summary>
public sealed partial class Execution<P> : IDisposable where P : struct, IProbe
{
    private readonly Machine _machine;

    /// <param name="walk">The walk to run at registration instead of the release's own.</param>
    /// <param name="splitOf">The release whose split rule holds; the same one, if not said.</param>
    public Execution(
        Trace trace, KernelRelease release, P probe, UnshareWalk? walk = null, KernelRelease? splitOf = null, ArenaOptions? arena = null)
    {
        splitOf ??= release;
        _machine = new(trace.Machine.Cpus, trace.Machine.Levels, trace.Machine.HugePages, arena);
        Kernel = new(_machine, release.Rules with { Split = splitOf.Rules.Split }, probe, walk ?? release.Walk, splitOf.SplitWalk);
        foreach (var name in trace.Processes) _machine.CreateProcess(name);
    }

    public Kernel<P> Kernel { get; }

    public Machine Machine => _machine;

    /// <summary>Can this program carry the statement out, as far as it is built?</summary>
    public static bool CanExecute(Statement statement) => statement
        is FileStatement
        or MmapStatement { Flags: MmapFlags.None }
        or TouchStatement
        or MunmapStatement
        or ExitStatement
        or UffdRegisterStatement
        or SpinStatement;

    /// <summary>Carries one statement out.</summary>
    public Outcome Execute(Statement statement)
    {
        Kernel.Tally = default;
        if (statement is FileStatement file)
        {
            _machine.CreateFile(file.Name, file.Size, file.HugePage.Bytes);
            return default;
        }

        var mm = _machine.ProcessOf(((ProcessStatement)statement).Process);
        Kernel.SwitchTo(mm);
        return statement switch
        {
            MmapStatement mmap => new(Kernel.Mmap(mm, RequestOf(mmap))),
            TouchStatement touch => Touch(mm, touch),
            MunmapStatement munmap => new(Kernel.Munmap(mm, munmap.Range)),
            UffdRegisterStatement register =>
                new(Kernel.UserfaultfdRegister(mm, register.Range, register.Mode, mm.UserfaultfdOf(register.Context))),
            SpinStatement spin => Spin(mm, spin),
            ExitStatement => Exit(mm),
            _ => throw new EnsureException($"'{statement.Text}' was checked before it runs"),
        };
    }

    public void Dispose() => _machine.Dispose();

    private MmapRequest RequestOf(MmapStatement mmap)
    {
        var access = ((mmap.Protection & Protection.R) != 0 ? VmFlags.Read : 0)
            | ((mmap.Protection & Protection.W) != 0 ? VmFlags.Write : 0)
            | ((mmap.Protection & Protection.X) != 0 ? VmFlags.Exec : 0);
        return new(_machine.FileOf(mmap.File), mmap.Range, mmap.Offset, access, mmap.Sharing == Sharing.Shared, mmap.IsReadOnlyFile);
    }

    private Outcome Spin(Mm mm, SpinStatement spin)
    {
        foreach (var cpu in spin.Cpus.Cpus)
        {
            if (spin.IsOn) Kernel.StartThread(mm, cpu);
            else Kernel.StopThread(mm, cpu);
        }

        return default;
    }

    private Outcome Exit(Mm mm)
    {
        Kernel.Exit(mm);
        return default;
    }
}
