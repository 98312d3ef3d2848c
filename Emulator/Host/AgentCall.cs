using Emulator.Kernel;
using Emulator.Native;
using Emulator.Scenarios;

namespace Emulator.Host;

/// <summary>Statements in the agent's words (Emulator.Native/agent/calls.c): names of calls and numbers.</summary>
internal sealed class AgentCall(Trace trace)
{
    // asm-generic/mman-common.h, linux/mman.h, linux/mremap.h
    private const int MapShared = 1, MapPrivate = 2, MapNoReserve = 0x4000, MapPopulate = 0x8000, MapFixedNoReplace = 0x100000;
    private const int MremapMayMove = 1, MremapFixed = 2, MremapDontUnmap = 4;

    private readonly List<string> _files = [.. trace.Files.Select(file => file.Name)];
    private readonly List<string?> _contexts = [null, .. Contexts(trace)];

    /// <summary>The agent's numbers for a process's own userfaultfd (0) and for the named ones.</summary>
    public static IEnumerable<string?> Contexts(Trace trace) =>
        trace.Executable.Select(ContextOf).Where(context => context is not null).Distinct();

    public string FileName(int index) => _files[index];

    /// <summary>The call, without the process that makes it; <c>touch</c>, <c>fork</c> and <c>exit</c> need more than their text.</summary>
    public string Of(Statement statement) => statement switch
    {
        MmapStatement s =>
            $"mmap {Of(s.Range)} {(int)s.Protection} {FlagsOf(s)} {_files.IndexOf(s.File)} {(s.IsReadOnlyFile ? 1 : 0)} {s.Offset.Bytes}",
        MunmapStatement s => $"munmap {Of(s.Range)}",
        MlockStatement s => $"mlock {Of(s.Range)}",
        MunlockStatement s => $"munlock {Of(s.Range)}",
        MprotectStatement s => $"mprotect {Of(s.Range)} {(int)s.Protection}",
        MremapStatement s => $"mremap {Of(s.Range)} {s.Length.Bytes} {FlagsOf(s)} {(s.To ?? VirtAddr.Zero).Value}",
        MadviseStatement s => $"madvise {Of(s.Range)} {NumberOf(s.Advice)}",
        FallocateStatement s => $"fallocate {_files.IndexOf(s.File)} {Of(s.Range)} {(s.IsPunch ? 1 : 0)}",
        TruncateStatement s => $"truncate {_files.IndexOf(s.File)} {s.Size.Bytes}",
        SpinStatement s => $"spin {(s.IsOn ? 1 : 0)} {string.Join(' ', s.Cpus.Cpus)}",
        UffdRegisterStatement s => $"uffd-register {NumberOf(s.Context)} {Of(s.Range)} {(int)s.Mode}",
        UffdUnregisterStatement s => $"uffd-unregister {NumberOf(s.Context)} {Of(s.Range)}",
        UffdWriteprotectStatement s => $"uffd-writeprotect {NumberOf(s.Context)} {Of(s.Range)} {(s.IsOn ? 1 : 0)}",
        UffdContinueStatement s => $"uffd-continue {NumberOf(s.Context)} {Of(s.Range)}",
        _ => throw new EnsureException($"'{statement.Text}' was checked before it runs"),
    };

    /// <summary>Start and length; a reversed range wraps, as it would in a program.</summary>
    private static string Of(AddrRange range) => $"{range.Start.Value} {range.Length.Bytes}";

    private int NumberOf(string? context) => _contexts.IndexOf(context);

    private static int FlagsOf(MmapStatement mmap) => MapFixedNoReplace
        | (mmap.Sharing == Sharing.Shared ? MapShared : MapPrivate)
        | ((mmap.Flags & MmapFlags.Reserve) != 0 ? 0 : MapNoReserve)
        | ((mmap.Flags & MmapFlags.Populate) != 0 ? MapPopulate : 0);

    private static int FlagsOf(MremapStatement mremap) =>
        (mremap.MayMove || mremap.To is not null ? MremapMayMove : 0)
        | (mremap.To is not null ? MremapFixed : 0)
        | (mremap.DontUnmap ? MremapDontUnmap : 0);

    /// <summary>MADV_*: asm-generic/mman-common.h.</summary>
    private static int NumberOf(MadviseBehavior advice) => advice switch
    {
        MadviseBehavior.Normal => 0,
        MadviseBehavior.Random => 1,
        MadviseBehavior.Sequential => 2,
        MadviseBehavior.Willneed => 3,
        MadviseBehavior.Dontneed => 4,
        MadviseBehavior.Remove => 9,
        MadviseBehavior.Dontfork => 10,
        MadviseBehavior.Dofork => 11,
        MadviseBehavior.Nohugepage => 15,
        MadviseBehavior.Dontdump => 16,
        MadviseBehavior.Dodump => 17,
        MadviseBehavior.PopulateRead => 22,
        MadviseBehavior.PopulateWrite => 23,
        _ => throw new EnsureException($"no such advice: {advice}"),
    };

    private static string? ContextOf(Statement statement) => statement switch
    {
        UffdRegisterStatement s => s.Context,
        UffdUnregisterStatement s => s.Context,
        UffdWriteprotectStatement s => s.Context,
        UffdContinueStatement s => s.Context,
        _ => null,
    };
}
