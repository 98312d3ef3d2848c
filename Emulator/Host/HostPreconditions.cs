using Emulator.Kernel;
using Emulator.Native;
using Emulator.Scenarios;

namespace Emulator.Host;

/// <summary>What must be so before the first statement of a trace runs on this machine's kernel.</summary>
public static class HostPreconditions
{
    // agent.h: PROCESSES_MAX, FILES_MAX, CONTEXTS_MAX.
    private const int ProcessesMax = 512, FilesMax = 64, ContextsMax = 16;

    /// <summary>Statements that no program can make, and more of anything than the agent holds.</summary>
    /// <param name="cpus">Those of the machine that is to run it.</param>
    /// <exception cref="TraceException">The trace can't run on any real kernel.</exception>
    public static void Check(Trace trace, IReadOnlyList<int> cpus)
    {
        foreach (var statement in trace.Statements)
        {
            if (!CanExecute(statement))
            {
                throw Error(
                    trace,
                    statement,
                    $"'{statement.Text.Split(' ')[0]}' is for the emulator: no program can do it",
                    "statements that are calls");
            }
            if (statement is SpinStatement own && own.Cpus.Cpus[0] == 0)
            {
                throw Error(trace, own, "the calls are made on CPU 0, where a thread that spins would keep them out", "CPUs from 1 on");
            }
            if (statement is SpinStatement spin && spin.Cpus.Cpus.Except(cpus).ToList() is [var missing, ..])
            {
                throw Error(trace, spin, $"the machine has no CPU {missing}", $"CPUs of {string.Join(", ", cpus)}");
            }
        }

        if (trace.Processes.Count + trace.Statements.OfType<ForkStatement>().Count() > ProcessesMax)
        {
            throw Error(trace, trace.Machine, "too many processes", $"at most {ProcessesMax}");
        }
        if (trace.Files.Count() > FilesMax) throw Error(trace, trace.Machine, "too many files", $"at most {FilesMax}");
        if (AgentCall.Contexts(trace).Count() >= ContextsMax)
        {
            throw Error(trace, trace.Machine, "too many userfaultfds", $"below {ContextsMax} names");
        }
    }

    /// <summary>In what this machine is another one than the trace's: it runs all the same, and some figures may differ.</summary>
    public static IEnumerable<string> Differences(Trace trace)
    {
        var machine = trace.Machine;
        if (machine.Cpus != ThisMachine.Cpus)
        {
            yield return
                $"{trace.Path}: the trace's machine has {machine.Cpus} CPUs, this one {ThisMachine.Cpus}: "
                + "its interrupts are not the trace's";
        }
        if (machine.Levels != ThisMachine.Levels)
        {
            yield return $"{trace.Path}: the trace's machine has {machine.Levels} levels of page tables, this one {ThisMachine.Levels}";
        }
        if (machine.Preset is not null || machine.Flush != FlushKind.Ipi || machine.Tlb != TlbKind.Full)
        {
            yield return $"{trace.Path}: cpu=, flush= and tlb= are this machine's own";
        }
    }

    /// <summary>
    /// A trace must not map, unmap or write where the agent's own code and stack are: not within 512G of them, so that no table is
    /// common.
    /// </summary>
    /// <exception cref="TraceException">A statement does.</exception>
    internal static void Check(Trace trace, IReadOnlyList<AddrRange> ownMemory)
    {
        foreach (var statement in trace.Statements)
        {
            if (!AddressRanges.Of(statement).Any(range => ownMemory.Any(own => Around(own).Overlaps(range)))) continue;
            var places = string.Join(" and ", ownMemory.Select(Around).Distinct());
            throw Error(trace, statement, "the agent that makes the calls lives there", $"addresses outside {places}");
        }
    }

    private static bool CanExecute(Statement statement) =>
        statement is not (ParallelStatement or GupFastStatement or HoldTableStatement or IdleStatement or SpeculateStatement);

    private static AddrRange Around(AddrRange own) => new(own.Start.AlignDown<P4d>(), (own.End - 1).AlignDown<P4d>() + P4d.Span);

    private static TraceException Error(Trace trace, Statement statement, string what, string expected) =>
        new(trace.Path, statement.Line, what, expected);
}
