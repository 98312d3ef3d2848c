using Emulator.Kernel;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>The words of the template's conditions that hold for a trace.</summary>
internal static class ReproNeeds
{
    public static IReadOnlySet<string> Of(Trace trace, ReproOptions options)
    {
        var words = new HashSet<string>(trace.Executable.SelectMany(Of)) { options.IsSelftest ? "tap" : "json" };
        if (trace.Machine.HugePages is not null) words.Add("exact");
        if (trace.Machine.Levels == 5) words.Add("la57");
        return words;
    }

    /// <summary>The highest CPU that a thread is started on; null where none is.</summary>
    public static int? LastSpinCpu(Trace trace) =>
        trace.Statements.OfType<SpinStatement>().Select(spin => (int?)spin.Cpus.Cpus[^1]).Max();

    private static IEnumerable<string> Of(Statement statement) => statement switch
    {
        TouchStatement touch =>
        [
            "touch", "faults", touch.Access == AccessKind.Write ? "write" : "read",
            .. touch.Range is null ? ["list"] : touch.Range.Value.IsEmpty ? Array.Empty<string>() : ["range"],
        ],
        ForkStatement => ["fork"],
        ExitStatement => ["exit"],
        FallocateStatement => ["fallocate"],
        SpinStatement spin => spin.IsOn ? ["spin"] : ["spin", "spin-off"],
        MremapStatement { To: not null } => ["hang"],
        MmapStatement { IsReadOnlyFile: true } => ["rofd"],
        MadviseStatement { Advice: MadviseBehavior.PopulateRead or MadviseBehavior.PopulateWrite } => ["advise-populate"],
        UffdRegisterStatement or UffdUnregisterStatement or UffdWriteprotectStatement or UffdContinueStatement => ["uffd"],
        _ => [],
    };
}
