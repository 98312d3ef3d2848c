using Emulator.Host;
using Emulator.Native;
using Emulator.Scenarios;
using Emulator.Walks;

namespace Emulator.Lab;

/// <summary>A kernel's answers beside the emulator's.</summary>
public static class LabComparison
{
    /// <returns>A line for each field that differs; and how many were compared.</returns>
    public static (IReadOnlyList<string> Differences, int Fields) Compare(Trace trace, KernelRelease release, IReadOnlyList<HostAnswer> answers)
    {
        // The lab's machines have their own number of CPUs, and four levels (la57=off).
        var machine = trace.Machine with { Cpus = VirtualMachine.Cpus, Levels = MachineStatement.LevelsDefault };
        using var run = new TraceRun(trace with { Machine = machine }, release) { WithMaps = true };
        var differences = new List<string>();
        var fields = 0;
        foreach (var (ours, theirs) in run.Answers().Zip(answers))
        {
            var emulated = AnswerFields.Of(ours).Concat(CallsOf(ours, theirs)).ToDictionary(field => field.Name, field => field.Value);
            var kernel = AnswerFields.Of(theirs).Where(field => field.Name != "calls").Concat(CallsOf(theirs)).ToList();
            // After a hang only the result is known.
            if (theirs.Result == HostAnswer.Deadlock) kernel = [.. kernel.Take(1)];
            // A kernel that gives two answers to the same trace can't be held to either.
            if (theirs.Nondeterministic != 0) kernel.RemoveAll(field => field.Name is "tlb_flushes" or "ipis");
            fields += kernel.Count;
            differences.AddRange(kernel
                .Where(field => emulated[field.Name] != field.Value)
                .Select(field => $"{trace.Path}:{ours.Statement.Line}: '{ours.Statement.Text}': {field.Name}: "
                    + $"the kernel {field.Value}, the emulator {emulated[field.Name]}"));
        }

        return (differences, fields);
    }

    private static IEnumerable<AnswerField> CallsOf(HostAnswer kernel) =>
        (kernel.Calls ?? []).Select(pair => new AnswerField(pair.Key, $"{pair.Value}"));

    private static IEnumerable<AnswerField> CallsOf(Answer emulated, HostAnswer kernel)
    {
        var calls = Accounting.KernelFunctions.Counted.ToDictionary(Accounting.KernelFunctions.CName, function => emulated.Calls[function]);
        return (kernel.Calls ?? []).Select(pair => new AnswerField(pair.Key, $"{calls[pair.Key]}"));
    }
}
