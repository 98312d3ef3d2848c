using System.Reflection;
using Emulator.Kernel;
using Emulator.Probes;

namespace Tests.Tidy;

/// <summary>
/// What a person's walk is written in: the public members of <see cref="Kernel{P}"/>, for a walk is compiled against the emulator from
/// outside (`ptemu compare --walk`). To add one is to promise it to everybody who has a walk.
/// </summary>
public class VocabularyTests
{
    private static readonly string[] OfWalks =
    [
        "FlushHugetlbTlbRange(Vma, AddrRange)",
        "HugePmdUnshare(Gather, Vma, VirtAddr, PteRef)",
        "HugePmdUnshare(Vma, VirtAddr, PteRef, Boolean)",
        "HugePmdUnshareFlush(Gather, Vma)",
        "HugePmdUnshareRange(Gather, Vma, AddrRange)",
        "HugePteLock(Vma, PteRef)",
        "HugePteOffset(Vma, VirtAddr)",
        "HugetlbUnsharePmds()",
        "HugetlbVmaLockWrite(Vma)",
        "IMmapLockWrite(HugetlbFile)",
        "NotifierRange(Vma, AddrRange, NotifierEvent)",
        "TlbFinishMmu(Gather)",
        "TlbGatherMmu(Mm)",
        "TryHugePteOffset(Vma, VirtAddr, PteRef&)",
    ];

    /// <summary>What Perf measures beside C: whole calls, and what they counted.</summary>
    private static readonly string[] OfBenchmarks =
    [
        "Access(Mm, VirtAddr, Boolean)",
        "AccessRange(Mm, AddrRange, Nullable`1, Boolean)",
        "Exit(Mm)",
        "Fork(Mm, String)",
        "Mmap(Mm, MmapRequest)",
        "SwitchTo(Mm)",
        "Tally",
    ];

    [Fact]
    public void The_kernel_shows_what_walks_and_benchmarks_use() => Assert.Equal(OfWalks.Concat(OfBenchmarks).Order(StringComparer.Ordinal), Shown());

    private static IEnumerable<string> Shown() =>
        typeof(Kernel<Silent>).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => member is not ConstructorInfo)
            .Select(member => member is MethodInfo method
                ? $"{method.Name}({string.Join(", ", method.GetParameters().Select(one => one.ParameterType.Name))})"
                : member.Name)
            .Order(StringComparer.Ordinal);
}
