using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Scenarios;

/// <summary>A machine on which the statements of one trace are carried out, in order, at one release.</summary>
public sealed partial class Execution<P> : ITraceExecution where P : struct, IProbe
{
    private readonly Trace _trace;
    private readonly Machine _machine;
    private readonly bool _isOwner = true;

    public Execution(Trace trace, LinuxKernel linux, P probe, ArenaOptions? arena = null)
    {
        _trace = trace;
        _machine = new(trace.Cpus, trace.Machine.Levels, trace.Machine.HugePages, arena)
        {
            Flush = trace.Machine.Flush,
            FlushesLeavesOnly = trace.Machine.Tlb == TlbKind.LeafOnly,
        };
        Kernel = new(_machine, linux, probe);
        foreach (var name in trace.Processes) _machine.CreateProcess(name);
    }

    /// <param name="probe">Made when there is a machine that it can look at.</param>
    public Execution(Trace trace, LinuxKernel linux, Func<Machine, P> probe)
        : this(trace, linux, default(P)) => Kernel.Probe = probe(_machine);

    private Execution(Execution<P> on, int cpu, P probe)
    {
        (_trace, _machine, _isOwner) = (on._trace, on._machine, false);
        Kernel = new(_machine, on.Kernel.Linux, probe, cpu);
    }

    public Kernel<P> Kernel { get; }

    public Machine Machine => _machine;

    public Tally Tally => Kernel.Tally;

    public IEnumerable<(Statement Statement, Outcome Outcome)> Statements(Action<Statement>? before = null)
    {
        foreach (var statement in _trace.ProgramOrder)
        {
            var outcome = ExecuteWithinMemory(statement, before);
            if (statement is not FileStatement) yield return (statement, outcome);
            if (outcome.Deadlock is not null) yield break;
        }
    }

    /// <summary>The same, for what is left on the machine when it has ended.</summary>
    public void Run()
    {
        foreach (var _ in Statements())
        {
        }
    }

    /// <summary>Carries one statement out. After a deadlock the machine is good for nothing more.</summary>
    public Outcome Execute(Statement statement)
    {
        if (!PtemuEvents.Log.IsEnabled()) return ExecuteUntold(statement);
        PtemuEvents.Log.StatementBegins(statement.Line, statement.Text);
        var outcome = ExecuteUntold(statement);
        var tally = Kernel.Tally;
        PtemuEvents.Log.StatementEnds(
            statement.Line, outcome.Result, tally.Unshared, tally.FlushesLocal, tally.FlushIpis + tally.SyncIpis);
        return outcome;
    }

    private Outcome ExecuteWithinMemory(Statement statement, Action<Statement>? before)
    {
        try
        {
            if (statement is not FileStatement) before?.Invoke(statement);
            return Execute(statement);
        }
        catch (ArenaLimitException limit)
        {
            throw new TraceException(_trace.Path, statement.Line, limit.Message, "a trace whose tables fit into this machine's memory");
        }
    }

    private Outcome ExecuteUntold(Statement statement)
    {
        Kernel.Tally = default;
        if (statement is FileStatement file)
        {
            _machine.CreateFile(file.Name, file.Size, file.HugePage.Bytes);
            return default;
        }

        var mm = _machine.ProcessOf(((ProcessStatement)statement).Process);
        // A walker by page frame, and a CPU that speculates or goes idle, are none of the process's threads.
        if (statement is not (HoldTableStatement or SpeculateStatement or IdleStatement)) Kernel.SwitchTo(mm);
        try
        {
            return Execute(mm, statement);
        }
        catch (KernelDeadlockException deadlock)
        {
            return new() { Deadlock = deadlock };
        }
    }

    /// <summary>Statements of an actor that runs on a CPU of its own, on the same machine.</summary>
    public Execution<P> OnCpu(int cpu, P probe) => new(this, cpu, probe);

    public void Dispose()
    {
        if (_isOwner) _machine.Dispose();
    }

    private Outcome Execute(Mm mm, Statement statement) => statement switch
    {
        MmapStatement mmap => new(Kernel.Mmap(mm, RequestOf(mmap))),
        TouchStatement touch => Touch(mm, touch),
        ForkStatement fork => Fork(mm, fork),
        ExitStatement => Exit(mm),
        MunmapStatement munmap => new(Kernel.Munmap(mm, munmap.Range)),
        MprotectStatement mprotect => new(Kernel.Mprotect(mm, mprotect.Range, AccessOf(mprotect.Protection))),
        MremapStatement mremap => new(Kernel.Mremap(
            mm, new(mremap.Range, mremap.Length, mremap.MayMove, mremap.To, mremap.DontUnmap))),
        MadviseStatement madvise => new(Kernel.Madvise(mm, madvise.Range, madvise.Advice)),
        MlockStatement mlock => new(Kernel.Mlock(mm, mlock.Range)),
        MunlockStatement munlock => new(Kernel.Munlock(mm, munlock.Range)),
        FallocateStatement fallocate => new(Fallocate(fallocate)),
        TruncateStatement truncate => new(Kernel.Truncate(_machine.FileOf(truncate.File), truncate.Size)),
        SpinStatement or IdleStatement or SpeculateStatement or GupFastStatement or HoldTableStatement => ExecuteOnCpus(mm, statement),
        _ => ExecuteUserfaultfd(mm, statement),
    };

    private Outcome ExecuteUserfaultfd(Mm mm, Statement statement) => statement switch
    {
        UffdRegisterStatement register =>
            new(Kernel.UserfaultfdRegister(mm, register.Range, register.Mode, mm.UserfaultfdOf(register.Context))),
        UffdUnregisterStatement unregister =>
            new(Kernel.UserfaultfdUnregister(mm, unregister.Range, mm.UserfaultfdOf(unregister.Context))),
        UffdWriteprotectStatement writeprotect => new(Kernel.UserfaultfdWriteprotect(mm, writeprotect.Range, writeprotect.IsOn)),
        UffdContinueStatement resume => new(Kernel.UserfaultfdContinue(mm, resume.Range)),
        _ => throw new EnsureException($"'{statement.Text}' was checked before it runs"),
    };

    /// <summary>What CPUs and walkers do, which are not system calls.</summary>
    private Outcome ExecuteOnCpus(Mm mm, Statement statement)
    {
        switch (statement)
        {
            case SpinStatement spin:
                return Spin(mm, spin);
            case IdleStatement idle:
                Kernel.SetIdle(mm, idle.IsOn);
                break;
            case SpeculateStatement speculate:
                Kernel.Speculate(mm, speculate.Address);
                break;
            case GupFastStatement walk:
                Kernel.GupFast(mm, walk.Address);
                break;
            case HoldTableStatement hold:
                Kernel.HoldTable(mm, hold.Address, hold.IsOn);
                break;
        }

        return default;
    }

    private MmapRequest RequestOf(MmapStatement mmap) => new(
        _machine.FileOf(mmap.File),
        mmap.Range,
        mmap.Offset,
        AccessOf(mmap.Protection),
        mmap.Sharing == Sharing.Shared,
        mmap.IsReadOnlyFile,
        (mmap.Flags & MmapFlags.Reserve) != 0,
        (mmap.Flags & MmapFlags.Populate) != 0);

    private static VmFlags AccessOf(Protection protection) =>
        ((protection & Protection.R) != 0 ? VmFlags.Read : 0)
        | ((protection & Protection.W) != 0 ? VmFlags.Write : 0)
        | ((protection & Protection.X) != 0 ? VmFlags.Exec : 0);

    private Errno Fallocate(FallocateStatement fallocate)
    {
        var file = _machine.FileOf(fallocate.File);
        var (start, end) = (new ByteSize(fallocate.Range.Start.Value), new ByteSize(fallocate.Range.End.Value));
        return fallocate.IsPunch ? Kernel.FallocatePunch(file, start, end) : Kernel.Fallocate(file, start, end);
    }

    private Outcome Fork(Mm mm, ForkStatement fork)
    {
        Kernel.Fork(mm, fork.Child);
        return default;
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
