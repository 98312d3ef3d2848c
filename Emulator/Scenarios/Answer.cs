using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Notifiers;
using Emulator.Probes;
using Emulator.Tlb;

namespace Emulator.Scenarios;

/// <summary>What the emulator answers to one statement: the object of the output contract (docs/trace-format.md).</summary>
public sealed record Answer
{
    public required Statement Statement { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>VmPTE in kB of every live process.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> PageTableKilobytes { get; init; }

    public required Tally Tally { get; init; }

    /// <summary>The calls of the statement, by stack.</summary>
    public required CallTree Calls { get; init; }

    public required long LeftShared { get; init; }

    public required long LeftStale { get; init; }

    /// <summary>What was found wrong in the statement or after it: by all checks where they are on, otherwise by the kernel itself.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>That of the calls, and of <see cref="Consumers"/>.</summary>
    public required CostRange ModelTime { get; init; }

    /// <summary>The times of the consumers of mmu notifiers that were named, in that order.</summary>
    public IReadOnlyList<ConsumerTime> Consumers { get; init; } = [];

    /// <summary>The VMAs of every live process, as the contract prints them; null where nobody asked.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>>? Maps { get; init; }

    /// <summary>What a machine shows after a statement, and what was recorded of it.</summary>
    /// <param name="withMaps">The VMAs of each live process too.</param>
    public static Answer Of(
        Machine machine, Statement statement, Outcome outcome, Tally tally, CallTree calls, TlbContents tlb, CostProfile profile, bool withMaps)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(profile);
        return new()
        {
            Statement = statement,
            Outcome = outcome,
            PageTableKilobytes = KilobytesOf(machine),
            Tally = tally,
            Calls = calls,
            LeftShared = statement is UffdRegisterStatement register ? LeftSharedOf(machine, register) : 0,
            LeftStale = Checks.LeftStale.Count(machine, tlb),
            ModelTime = profile.RangeOf(calls),
            Maps = withMaps ? [.. machine.Processes.Select(mm => KeyValuePair.Create(mm.Name, MapsOf(mm)))] : null,
        };
    }

    private static List<KeyValuePair<string, long>> KilobytesOf(Machine machine)
    {
        var tables = new List<KeyValuePair<string, long>>();
        foreach (var mm in machine.Processes) tables.Add(new(mm.Name, mm.PageTableKilobytes));
        return tables;
    }

    private static long LeftSharedOf(Machine machine, UffdRegisterStatement register) =>
        Checks.LeftShared.Count(machine, machine.ProcessOf(register.Process));

    private static IReadOnlyList<string> MapsOf(Mm mm) => [.. mm.Vmas.All.Select(VmaText.Of)];
}

/// <summary>What the emulated program saw of its statement: an errno, or for <c>touch</c> what became of its accesses.</summary>
public readonly record struct Outcome(Errno Error = Errno.None, long Touched = 0, long Faults = 0, long Sigbus = 0, long Sigsegv = 0)
{
    /// <summary>The kernel would never come back from the statement: what it waits for, and where. Null where it does.</summary>
    public KernelDeadlockException? Deadlock { get; init; }

    /// <summary>"0", the errno's name, or "DEADLOCK".</summary>
    public string Result => Deadlock is not null ? "DEADLOCK" : Error == Errno.None ? "0" : Error.ToString();
}

/// <summary>What one statement did in the TLBs of all CPUs.</summary>
public sealed record HardwareAnswer(Statement Statement, Outcome Outcome, HardwareCounts Did);

/// <summary>What one statement told mmu notifiers.</summary>
public sealed record NotifierAnswer(Statement Statement, Outcome Outcome, StatementNotifiers Told);
