using Emulator.Kernel;
using Emulator.Probes;

namespace Emulator.Explore;

/// <summary>One step of an actor: a read or a write of something that others can reach, or a lock taken or let go.</summary>
public readonly record struct Step(StepKind Kind, StateKey What)
{
    /// <summary>Does it leave what it touches as it was? Two such steps can change places.</summary>
    public bool IsRead =>
        Kind is StepKind.Start or StepKind.Read or StepKind.LockRead or StepKind.UnlockRead;

    public bool TakesLock => Kind is StepKind.LockRead or StepKind.LockWrite;

    public static Step Touch(StateKey what, bool isWrite) => new(isWrite ? StepKind.Write : StepKind.Read, what);

    public static Step Lock(StateKey what, LockMode mode) => new(mode == LockMode.Write ? StepKind.LockWrite : StepKind.LockRead, what);

    public static Step Unlock(StateKey what, LockMode mode) => new(mode == LockMode.Write ? StepKind.UnlockWrite : StepKind.UnlockRead, what);

    /// <summary>Can the two not change places?</summary>
    public bool Conflicts(Step other) => What == other.What && !(IsRead && other.IsRead);
}

/// <summary>What an actor does next.</summary>
public enum StepKind
{
    /// <summary>Its first step: it reaches nothing that others can reach.</summary>
    Start,
    Read,
    Write,
    LockRead,
    LockWrite,
    UnlockRead,
    UnlockWrite,
}

/// <summary>A step in words: entries by the addresses that they translate, tables by their frames.</summary>
internal static class StepText
{
    internal static string Of(Step step, Machine machine) => step.Kind switch
    {
        StepKind.LockRead => $"{step.What.LockName} for reading",
        StepKind.LockWrite when step.What.Kind == StateKind.Interrupts => $"{step.What.LockName} (off, or waited for)",
        StepKind.LockWrite when step.What.Kind == StateKind.PageTableLock => $"{step.What.LockName} of table 0x{step.What.Id:x}",
        StepKind.LockWrite => step.What.LockName,
        StepKind.Write when step.What.IsLock => $"tries {step.What.LockName}",
        StepKind.UnlockRead or StepKind.UnlockWrite => $"lets {step.What.LockName} go",
        StepKind.Read => $"reads {Name(step.What, machine)}",
        _ => $"writes {Name(step.What, machine)}",
    };

    private static string Name(StateKey what, Machine machine) => what.Kind switch
    {
        StateKind.Entry => EntryNames.Of(machine, new(what.Id)),
        StateKind.Shares => $"the share count of table 0x{what.Id:x}",
        StateKind.Vma => "the VMA",
        StateKind.Vmas => "the mm's VMAs",
        StateKind.IMmap => "i_mmap",
        StateKind.PageCache => "the file's pages",
        StateKind.HugePages => "the huge pages",
        StateKind.Cpu => $"the TLB of CPU {what.Id}",
        StateKind.TlbGeneration => "tlb_gen",
        StateKind.FlushesPending => "tlb_flush_pending",
        StateKind.UpperTables => "the upper tables",
        StateKind.CpuMask => "mm_cpumask",
        StateKind.Processes => "the processes",
        _ => what.LockName,
    };
}

/// <summary>
/// What happened before what, as hashes: one for each actor's history, and for each piece of state its last write and the reads
/// since. Two executions with equal hashes did the same steps in orders that nobody can tell apart, so they are in the same
/// state (the happens-before signature of CHESS: Musuvathi and Qadeer, 2007).
/// </summary>
internal sealed class Happened(int actors)
{
    private readonly Dictionary<StateKey, Past> _state = [];
    private readonly ulong[] _histories = new ulong[actors];

    /// <summary>The state that the steps so far led to.</summary>
    internal ulong Signature
    {
        get
        {
            var sum = 0UL;
            for (var actor = 0; actor < _histories.Length; actor++) sum += Mix(_histories[actor], (ulong)actor + 1);
            return sum;
        }
    }

    internal void Clear()
    {
        _state.Clear();
        Array.Clear(_histories);
    }

    internal void Add(int actor, Step step)
    {
        if (!_state.TryGetValue(step.What, out var state)) _state[step.What] = state = new();
        ref var history = ref _histories[actor];
        history = Mix(Mix(history, ((ulong)step.What.Kind << 8) + (ulong)step.Kind), step.What.Id ^ state.Write);
        if (step.IsRead)
        {
            state.Reads += Mix(history, 1);
        }
        else
        {
            history = Mix(history, state.Reads);
            (state.Write, state.Reads) = (Mix(history, 2), 0);
        }
    }

    private sealed class Past
    {
        internal ulong Write, Reads;
    }

    /// <summary>splitmix64's finalizer over the sum of both.</summary>
    private static ulong Mix(ulong one, ulong other)
    {
        var z = one + (other * 0x9E3779B97F4A7C15) + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
