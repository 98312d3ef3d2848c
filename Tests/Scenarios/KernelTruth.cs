using System.Text.Json;
using Emulator.Kernel;
using Emulator.Lab;
using Emulator.Releases;
using Emulator.Reports;
using Emulator.Scenarios;

namespace Tests.Scenarios;

/// <summary>Recorded answers of real kernels, each field of them beside the emulator's.</summary>
internal static class KernelTruth
{
    public static readonly IReadOnlyList<string> StateFields = ["result", "touched", "faults", "sigbus", "sigsegv", "page_table_kb", "maps"];

    /// <summary>Recorded for most statements, and comparable where all repetitions were equal.</summary>
    public static readonly IReadOnlyList<string> FlushFields = ["tlb_flushes", "ipis"];

    /// <summary>Recorded in the lab, where functions can be traced.</summary>
    public const string CallsField = "calls";

    private static readonly string Folder = Path.Combine(Repository.Traces, "kernels");

    /// <summary>One field of one answer.</summary>
    public sealed record Comparison(string Trace, int Line, string Statement, string Field, JsonElement Truth, JsonElement Emulated)
    {
        public bool IsEqual => JsonElement.DeepEquals(Truth, Emulated);

        public override string ToString() => $"{Trace}:{Line}: '{Statement}': {Field}: the kernel {Truth.GetRawText()}, the emulator {Emulated.GetRawText()}";
    }

    /// <summary>All recorded traces, as KERNEL/NAME.</summary>
    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.trace", SearchOption.AllDirectories)
            .Select(path => Path.ChangeExtension(Path.GetRelativePath(Folder, path), null))
            .Order(StringComparer.Ordinal);

    public static string PathOf(string name) => Path.Combine(Folder, $"{name}.trace");

    public static Trace Read(string name)
    {
        using var reader = File.OpenText(PathOf(name));
        return TraceParser.Parse($"{name}.trace", reader);
    }

    /// <summary>Runs a trace at the release of its recording, and pairs every comparable field.</summary>
    public static IReadOnlyList<Comparison> Compare(string name)
    {
        using var run = new TraceRun(Read(name), ReleaseOf(name)) { WithMaps = true };
        var emulated = run.Answers().Select(answer => JsonDocument.Parse(JsonAnswer.Of(answer)).RootElement).ToList();
        var truth = File.ReadLines(Path.ChangeExtension(PathOf(name), ".truth.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(truth.Select(LineOf), emulated.Select(LineOf));
        return [.. truth.Zip(emulated, (kernel, ours) => Pairs(name, kernel, ours)).SelectMany(pairs => pairs)];
    }

    private static IEnumerable<Comparison> Pairs(string name, JsonElement kernel, JsonElement ours)
    {
        var statement = kernel.GetProperty("statement").GetString()!;
        // After a hang nobody can ask the kernel anything.
        if (kernel.GetProperty("result").GetString() == "DEADLOCK") return [Pair("result", ours.GetProperty("result"))];
        var isStable = kernel.GetProperty("nondeterministic").GetInt32() == 0;
        var flushes = FlushFields.Where(field => isStable && kernel.TryGetProperty(field, out _));
        var pairs = StateFields.Concat(flushes).Select(field => Pair(field, ours.GetProperty(field)));
        return isStable && kernel.TryGetProperty(CallsField, out var calls) ? pairs.Append(Pair(CallsField, CallsOf(ours, calls))) : pairs;

        Comparison Pair(string field, JsonElement emulated) => new($"{name}.trace", LineOf(kernel), statement, field, kernel.GetProperty(field), emulated);
    }

    /// <summary>Those of the emulator's calls that the kernel's tracer could see; it recorded zeros, too.</summary>
    private static JsonElement CallsOf(JsonElement ours, JsonElement seen)
    {
        var calls = ours.GetProperty(CallsField);
        return JsonSerializer.SerializeToElement(seen.EnumerateObject()
            .ToDictionary(function => function.Name, function => calls.TryGetProperty(function.Name, out var count) ? count.GetInt64() : 0));
    }

    // 6.18 is this machine's 6.18.44: stable 6.18.13 and later carry what 6.19 changed. The others are the lab's.
    private static LinuxKernel ReleaseOf(string name) =>
        Path.GetDirectoryName(name)! is var kernel && kernel == "6.18" ? LinuxKernels.Default : LinuxKernels.Named(LabKernels.Named(kernel)!.Release)!;

    private static int LineOf(JsonElement answer) => answer.GetProperty("line").GetInt32();
}
