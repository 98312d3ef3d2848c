using Emulator.Accounting;
using Emulator.Kernel;
using Emulator.Native;

namespace Emulator.Explore;

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
