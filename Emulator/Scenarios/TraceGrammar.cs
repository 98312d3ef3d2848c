using Emulator.Kernel;

namespace Emulator.Scenarios;

/// <summary>
/// Every verb of a trace, in one table. What a synopsis has in brackets is optional, what it has in capitals is a value;
/// options come in any order after the rest.
/// </summary>
public static class TraceGrammar
{
    internal const string Parallel = "parallel";
    internal const string End = "end";

    public static IReadOnlyList<Verb> Verbs { get; } =
    [
        new("machine [cpus=N] [levels=4|5] [cpu=PRESET] [hugepages=N] [flush=ipi|pv|invlpgb] [tlb=leaf-only]",
            "the machine, at most once and first: 2 CPUs, 4 levels and unlimited huge pages by default", MachineStatement.From),
        new("file NAME SIZE [hugepage=2M|1G]", "a hugetlb file of that size, with 2M pages by default", FileStatement.From),
        new("mmap PROC FILE RANGE shared|private [prot=none|r|rw|rwx] [offset=SIZE] [flags=reserve,populate] [fd=ro]",
            "maps the file at that address: MAP_FIXED_NOREPLACE, and MAP_NORESERVE unless reserve is said", MmapStatement.From),
        new("touch PROC RANGE|ADDR[,ADDR...] [read|write] [every=SIZE]",
            "accesses at the start and at each step (by default the huge page), or at each address; writes by default",
            TouchStatement.From),
        new("fork PROC CHILD", "the child lives from here", ForkStatement.From),
        new("exit PROC", "the process lives no more", ExitStatement.From),
        new("munmap PROC RANGE", "munmap(2)", MunmapStatement.From),
        new("mlock PROC RANGE", "mlock(2)", MlockStatement.From),
        new("munlock PROC RANGE", "munlock(2)", MunlockStatement.From),
        new("mprotect PROC RANGE none|r|rw|rwx", "mprotect(2)", MprotectStatement.From),
        new("mremap PROC RANGE length=SIZE [maymove] [to=ADDR] [dontunmap]",
            "mremap(2) of the range to that length; `to` is MREMAP_MAYMOVE|MREMAP_FIXED", MremapStatement.From),
        new("madvise PROC RANGE ADVICE", $"madvise(2): {string.Join(", ", Words.All<MadviseBehavior>())}", MadviseStatement.From),
        new("fallocate PROC FILE RANGE [punch]", "fallocate(2) of that range of the file; punches a hole if said", FallocateStatement.From),
        new("truncate PROC FILE SIZE", "ftruncate(2)", TruncateStatement.From),
        new("uffd-register PROC RANGE MODE[+MODE] [ctx=NAME]",
            "UFFDIO_REGISTER as missing, wp, minor, or none; with the process's own userfaultfd, or another of its own",
            UffdRegisterStatement.From),
        new("uffd-unregister PROC RANGE [ctx=NAME]", "UFFDIO_UNREGISTER", UffdUnregisterStatement.From),
        new("uffd-writeprotect PROC RANGE on|off [ctx=NAME]", "UFFDIO_WRITEPROTECT", UffdWriteprotectStatement.From),
        new("uffd-continue PROC RANGE [ctx=NAME]", "UFFDIO_CONTINUE", UffdContinueStatement.From),
        new("spin PROC on|off [cpus=LIST]", "a thread of the process runs on each of those CPUs, by default CPU 1", SpinStatement.From),
        new(Parallel, "until `end` lines start with an actor (`A:`, `A.2:`); `run` takes them in order, `explore` in all orders"),
        new(End, "ends `parallel`"),
        new("gup-fast PROC ADDR", "a walker with interrupts off, from the top level down, then the page", GupFastStatement.From),
        new("hold-table PROC ADDR on|off", "a walker by page frame holds a reference on the table that maps the address",
            HoldTableStatement.From),
        new("idle PROC on|off", "the CPU of the process's thread goes lazy", IdleStatement.From),
        new("speculate PROC ADDR", "a hardware walk that retires nothing, by a CPU that has the process's CR3 loaded",
            SpeculateStatement.From),
    ];

    internal static Verb Find(SourceLine line)
    {
        var names = Verbs.Select(verb => verb.Name);
        return Verbs.FirstOrDefault(verb => verb.Name == line.FirstWord) ?? throw line.Error(
            $"'{line.FirstWord}' is not a statement{Nearest.Hint(line.FirstWord, names)}", $"one of {string.Join(", ", names)}");
    }
}
