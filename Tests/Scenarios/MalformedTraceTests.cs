using Emulator.Scenarios;

namespace Tests.Scenarios;

/// <summary>What a bad trace is told: PATH:LINE: what is wrong; expected what.</summary>
public class MalformedTraceTests
{
    private const string Verbs =
        "machine, file, mmap, touch, fork, exit, munmap, mlock, munlock, mprotect, mremap, madvise, fallocate, truncate, uffd-register, "
        + "uffd-unregister, uffd-writeprotect, uffd-continue, spin, parallel, end, gup-fast, hold-table, idle, speculate";
    private const string Machine = "machine [cpus=N] [levels=4|5] [cpu=PRESET] [hugepages=N] [flush=ipi|pv|invlpgb] [tlb=leaf-only]";
    private const string Mmap =
        "mmap PROC FILE RANGE shared|private [prot=none|r|rw|rwx] [offset=SIZE] [flags=reserve,populate] [fd=ro]";
    private const string Touch = "touch PROC RANGE|ADDR[,ADDR...] [read|write] [every=SIZE]";
    private const string Mremap = "mremap PROC RANGE length=SIZE [maymove] [to=ADDR] [dontunmap]";
    private const string Size = "a sum such as 8G+2M, 11G-2M or 0x40000000, at least 0 and below 2^64";
    private const string Range = "START..END such as 8G+2M..11G-2M";
    private const string Name = "a name of letters, digits, _ and -";
    private const string Advice =
        "dontneed, remove, populate-read, populate-write, dontdump, dodump, normal, sequential, random, willneed, "
        + "dontfork, dofork, nohugepage";

    public static TheoryData<string, string> Traces => new()
    {
        // Verbs.
        { "tuoch A 8G", $"1: 'tuoch' is not a statement (did you mean 'touch'?); expected one of {Verbs}" },
        { "# no verb is near\n\n  clone A B # so no hint", $"3: 'clone' is not a statement; expected one of {Verbs}" },
        { "Exit A", $"1: 'Exit' is not a statement (did you mean 'exit'?); expected one of {Verbs}" },
        { "touch A 8G\u00a0read", "1: there is a character U+00A0; expected printable ASCII outside comments" },
        { "\ufeffexit A", "1: there is a character U+FEFF; expected printable ASCII outside comments" },
        { "exit A\0", "1: there is a character U+0000; expected printable ASCII outside comments" },

        // Arguments: too few, too many, twice, unknown.
        { "exit", "1: 'exit' has no PROC; expected exit PROC" },
        { "fork A", "1: 'fork' has no CHILD; expected fork PROC CHILD" },
        { "exit A B", "1: 'exit' takes no 'B'; expected exit PROC" },
        { "file F 1G\nmmap A F", $"2: 'mmap' has no RANGE; expected {Mmap}" },
        { "file F 1G\nmmap A F prot=r", $"2: 'mmap' has no RANGE; expected {Mmap}" },
        { "file F 1G\nmmap A F 8G..9G", $"2: 'mmap' has no shared|private; expected {Mmap}" },
        { "file F 1G\nmmap A F 8G..9G offset=1G shared", $"2: 'mmap' has no shared|private; expected {Mmap}" },
        { "file F 1G\nmmap A F 8G..9G shared offst=1G", $"2: 'mmap' takes no 'offst=1G' (did you mean 'offset='?); expected {Mmap}" },
        { "file F 1G\nmmap A F 8G..9G shared 2M", $"2: 'mmap' takes no '2M'; expected {Mmap}" },
        { "file F 1G\nmmap A F 8G..9G shared prot=r fd=ro prot=rw",
            "2: 'mmap' has both 'prot=r' and 'prot=rw'; expected prot=none|r|rw|rwx at most once" },
        { "touch A 8G read write", "1: 'touch' has both 'read' and 'write'; expected read|write at most once" },
        { "touch A 8G raed", $"1: 'touch' takes no 'raed' (did you mean 'read'?); expected {Touch}" },
        { "touch A every=2M", $"1: 'touch' has no RANGE|ADDR[,ADDR...]; expected {Touch}" },
        { "mremap A 8G..9G maymove", $"1: 'mremap' has no length=SIZE; expected {Mremap}" },
        { "mremap A 8G..9G length=1G maymov", $"1: 'mremap' takes no 'maymov' (did you mean 'maymove'?); expected {Mremap}" },
        { "mremap A 8G..9G length=1G dontunmap dontunmap",
            "1: 'mremap' has both 'dontunmap' and 'dontunmap'; expected dontunmap at most once" },
        { "uffd-unregister A 8G..9G wp", "1: 'uffd-unregister' takes no 'wp'; expected uffd-unregister PROC RANGE [ctx=NAME]" },
        { "machine 4", $"1: 'machine' takes no '4'; expected {Machine}" },

        // Values.
        { "exit A.2", $"1: 'A.2' is not PROC; expected {Name}" },
        { "file a/b 1G", $"1: 'a/b' is not NAME; expected {Name}" },
        { "fork A B,C", $"1: 'B,C' is not CHILD; expected {Name}" },
        { "uffd-continue A 8G..9G ctx=", $"1: 'ctx=' is not ctx=NAME; expected {Name}" },
        { "file F 8Q", $"1: '8Q' is not SIZE; expected {Size}" },
        { "file F 2M-8G", $"1: '2M-8G' is not SIZE; expected {Size}" },
        { "file F 16384P", $"1: '16384P' is not SIZE; expected {Size}" },
        { "file F 8192P", "1: '8192P' is not SIZE; expected a multiple of 2M (the huge page) below 8192P" },
        { "file F 3M", "1: '3M' is not SIZE; expected a multiple of 2M (the huge page) below 8192P" },
        { "file F 1G+2M hugepage=1G", "1: '1G+2M' is not SIZE; expected a multiple of 1G (the huge page) below 8192P" },
        { "file F 1G hugepage=4K", "1: 'hugepage=4K' is not hugepage=2M|1G; expected one of 2M, 1G" },
        { "munmap A 8G", $"1: '8G' is not RANGE; expected {Range}" },
        { "munmap A 8G..", $"1: '8G..' is not RANGE; expected {Range}" },
        { "munmap A 8G...9G", $"1: '8G...9G' is not RANGE; expected {Range}" },
        { "munmap A 8G-9G..9G", $"1: '8G-9G..9G' is not RANGE; expected {Range}" },
        { "touch A 8G,9Q",
            "1: '8G,9Q' is not RANGE|ADDR[,ADDR...]; expected START..END such as 8G+2M..11G-2M, or addresses such as 8G,9G+2M" },
        { "touch A 8G..9G,10G", $"1: '8G..9G,10G' is not RANGE|ADDR[,ADDR...]; expected {Range}" },
        { "touch A 8G, 9G", "1: 'touch' takes no '9G'; expected touch PROC RANGE|ADDR[,ADDR...] [read|write] [every=SIZE]" },
        { "touch A 8G..9G every=0", "1: 'every=0' is not every=SIZE; expected a positive multiple of 4K" },
        { "touch A 8G..9G every=6K", "1: 'every=6K' is not every=SIZE; expected a positive multiple of 4K" },
        { "touch A 8G..9G every=-2M", $"1: 'every=-2M' is not every=SIZE; expected {Size}" },
        { "gup-fast A 8G..9G", $"1: '8G..9G' is not ADDR; expected {Size}" },
        { "file F 1G\nmmap A F 8G..9G shard", "2: 'shard' is not shared|private (did you mean 'shared'?); expected one of shared, private" },
        { "file F 1G\nmmap A F 8G..9G shared prot=w", "2: 'prot=w' is not prot=none|r|rw|rwx; expected one of none, r, rw, rwx" },
        { "file F 1G\nmmap A F 8G..9G shared fd=rw", "2: 'fd=rw' is not fd=ro; expected ro" },
        { "file F 1G\nmmap A F 8G..9G shared flags=reserve,reserve",
            "2: 'flags=reserve,reserve' is not flags=reserve,populate; expected 'reserve' once" },
        { "file F 1G\nmmap A F 8G..9G shared flags=none",
            "2: 'flags=none' is not flags=reserve,populate; expected one of reserve, populate" },
        { "mprotect A 8G..9G RW", "1: 'RW' is not none|r|rw|rwx; expected one of none, r, rw, rwx" },
        { "madvise A 8G..9G dontned", $"1: 'dontned' is not ADVICE (did you mean 'dontneed'?); expected one of {Advice}" },
        { "uffd-register A 8G..9G wp+", "1: 'wp+' is not MODE[+MODE]; expected one of none, missing, wp, minor" },
        { "uffd-register A 8G..9G wp+mnior",
            "1: 'wp+mnior' is not MODE[+MODE] (did you mean 'minor'?); expected one of none, missing, wp, minor" },
        { "uffd-register A 8G..9G wp+wp", "1: 'wp+wp' is not MODE[+MODE]; expected 'wp' once" },
        { "uffd-register A 8G..9G none+wp", "1: 'none+wp' is not MODE[+MODE]; expected 'none' alone" },
        { "uffd-register A 8G..9G wp+none", "1: 'wp+none' is not MODE[+MODE]; expected 'none' alone" },
        { "uffd-writeprotect A 8G..9G true", "1: 'true' is not on|off; expected one of on, off" },

        // The machine and its CPUs.
        { "machine cpus=0", "1: 'cpus=0' is not cpus=N; expected a number from 1 to 1024" },
        { "machine cpus=1025", "1: 'cpus=1025' is not cpus=N; expected a number from 1 to 1024" },
        { "machine cpus=+2", "1: 'cpus=+2' is not cpus=N; expected a number from 1 to 1024" },
        { "machine cpus=99999999999999999999", "1: 'cpus=99999999999999999999' is not cpus=N; expected a number from 1 to 1024" },
        { "machine levels=3", "1: 'levels=3' is not levels=4|5; expected one of 4, 5" },
        { "machine hugepages=-1", "1: 'hugepages=-1' is not hugepages=N; expected a number, at least 0" },
        { "machine flush=ip", "1: 'flush=ip' is not flush=ipi|pv|invlpgb (did you mean 'ipi'?); expected one of ipi, pv, invlpgb" },
        { "machine tlb=full", "1: 'tlb=full' is not tlb=leaf-only; expected leaf-only" },
        { "machine\nmachine", "2: 'machine' is not the first statement; expected at most one 'machine', before all others" },
        { "file F 1G\nmachine", "2: 'machine' is not the first statement; expected at most one 'machine', before all others" },
        { "machine cpus=1\nspin A on", "2: the machine has no CPU 1; expected CPUs below 1 (machine cpus=1)" },
        { "spin A on cpus=0-2", "1: the machine has no CPU 2; expected CPUs below 2 (machine cpus=2)" },
        { "machine cpus=1024\nspin A on cpus=1024", "2: 'cpus=1024' is not cpus=LIST; expected CPUs below 1024, such as 1 or 1,3-5" },
        { "machine cpus=8\nspin A on cpus=5-3", "2: 'cpus=5-3' is not cpus=LIST; expected CPUs below 1024, such as 1 or 1,3-5" },
        { "machine cpus=8\nspin A on cpus=1,,3", "2: 'cpus=1,,3' is not cpus=LIST; expected CPUs below 1024, such as 1 or 1,3-5" },
        { "machine cpus=8\nspin A on cpus=", "2: 'cpus=' is not cpus=LIST; expected CPUs below 1024, such as 1 or 1,3-5" },

        // Files and processes over the whole trace.
        { "mmap A F 8G..9G shared\nfile F 1G", "1: there is no file 'F' yet; expected 'file F SIZE' on a line before" },
        { "file data 1G\nfallocate A dta 0..2M",
            "2: there is no file 'dta' yet (did you mean 'data'?); expected 'file dta SIZE' on a line before" },
        { "truncate A F 0", "1: there is no file 'F' yet; expected 'file F SIZE' on a line before" },
        { "file F 1G\nfile F 1G", "2: file 'F' is made already, at line 1; expected another name" },
        { "touch C 8G\nfork A C", "1: process 'C' is used before its fork at line 2; expected its fork on a line before, or another name" },
        { "fork C D\nfork A C", "1: process 'C' is used before its fork at line 2; expected its fork on a line before, or another name" },
        { "exit A\n\ntouch A 8G", "3: process 'A' is used after its exit at line 1; expected a process that still lives" },
        { "exit A\nexit A", "2: process 'A' is used after its exit at line 1; expected a process that still lives" },
        { "exit A\nfork A B", "2: process 'A' is used after its exit at line 1; expected a process that still lives" },
        { "fork A B\nexit B\nfork A B\nexit B\ntouch B 8G",
            "5: process 'B' is used after its exit at line 4; expected a process that still lives" },
        { "fork A B\nfork A B", "2: process 'B' lives already; expected a name for the child that is not in use" },
        { "touch A 8G\nfork A A", "2: process 'A' lives already; expected a name for the child that is not in use" },

        // Parallel blocks.
        { "parallel\nA: touch A 8G", "1: 'parallel' has no 'end'; expected 'end' on a line after the actors'" },
        { "end", "1: 'end' without 'parallel'; expected 'parallel' on a line before" },
        { "parallel A\nend", "1: 'parallel' takes no 'A'; expected parallel" },
        { "parallel\nend now", "2: 'end' takes no 'now'; expected end" },
        { "parallel\nparallel\nend\nend", "2: 'parallel' inside 'parallel'; expected a statement that a process makes" },
        { "parallel\nA: parallel\nend", "2: 'parallel' inside 'parallel'; expected a statement that a process makes" },
        { "parallel\nA: file F 1G\nend", "2: 'file' inside 'parallel'; expected a statement that a process makes" },
        { "parallel\nmachine cpus=4\nend", "2: 'machine' inside 'parallel'; expected a statement that a process makes" },
        { "parallel\nA: end\nend", "2: 'end' inside 'parallel'; expected a statement that a process makes" },
        { "parallel\ntouch A 8G\nend",
            "2: 'touch' inside 'parallel' has no actor; expected ACTOR: STATEMENT, such as A.2: munmap A 8G..9G" },
        { "parallel\nA:\nend", "2: 'A:' has no statement; expected ACTOR: STATEMENT, such as A.2: munmap A 8G..9G" },
        { "parallel\nA.0: touch A 8G\nend",
            "2: 'A.0' is not ACTOR; expected a name, or a name and a thread's number from 1, such as A or A.2" },
        { "parallel\nA.b: touch A 8G\nend",
            "2: 'A.b' is not ACTOR; expected a name, or a name and a thread's number from 1, such as A or A.2" },
        { "parallel\n: touch A 8G\nend",
            "2: '' is not ACTOR; expected a name, or a name and a thread's number from 1, such as A or A.2" },
        { "parallel\nA: tuoch A 8G\nend", $"2: 'tuoch' is not a statement (did you mean 'touch'?); expected one of {Verbs}" },
        { "parallel\nA: exit A\nB: touch A 8G\nend",
            "3: process 'A' is used after its exit at line 2; expected a process that still lives" },
        { "A: touch A 8G", "1: an actor outside 'parallel'; expected a line without ACTOR:" },
    };

    [Theory]
    [MemberData(nameof(Traces))]
    public void Is_refused_with_its_line_and_what_was_expected(string text, string message)
    {
        using var reader = new StringReader(text);
        var refused = Assert.Throws<TraceException>(() => TraceParser.Parse("t.trace", reader));
        Assert.Equal($"t.trace:{message}", refused.Message);
    }
}
