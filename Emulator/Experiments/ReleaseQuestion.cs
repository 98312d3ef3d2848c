using Emulator.Probes;
using Emulator.Scenarios;

namespace Emulator.Experiments;

/// <summary>Something that Linux answers differently from release to release: a trace, and what to read off its last answer.</summary>
/// <param name="Text">The question, a row of the table.</param>
/// <param name="TraceName">The trace that asks it, inside the program and in Traces/.</param>
/// <param name="Read">The release's answer.</param>
public sealed record ReleaseQuestion(string Text, string TraceName, Func<Answer, string> Read)
{
    public static IReadOnlyList<ReleaseQuestion> All { get; } =
    [
        new("register wp", "releases/wp.trace", answer => answer.Outcome.Result),
        new("register inside a 1G: left shared", "releases/split.trace", answer => $"{answer.LeftShared}"),
        new("register, nothing shared: flushes", "releases/nothing-shared.trace", Count(KernelFunction.FlushTlbMmRange)),
        new("register 4 tables: broadcasts", "releases/sync.trace", Count(KernelFunction.TlbRemoveTableSyncOne)),
        new("munmap of a shared 1G: flushes", "releases/munmap.trace", Count(KernelFunction.FlushTlbMmRange)),
        new("mprotect of a shared 1G: lookups", "releases/mprotect.trace", Count(KernelFunction.HugePteOffset)),
        new("first touch, shares: lookups", "releases/fault.trace", Count(KernelFunction.HugePteOffset)),
        new("first touch, shares: vma locks", "releases/fault.trace", Count(KernelFunction.HugetlbVmaLockRead)),
        new("madvise dontneed", "releases/dontneed.trace", answer => answer.Outcome.Result),
        new("mremap of a 1G", "releases/mremap.trace", answer => answer.Outcome.Result),
        new("write, when wp was replaced", "releases/endless-fault.trace", answer => answer.Outcome.Result),
        new("write, when wp memory moved", "releases/moved-wp.trace", answer => answer.Outcome.Result),
    ];

    private static Func<Answer, string> Count(KernelFunction function) => answer => $"{answer.Calls[function]}";
}
