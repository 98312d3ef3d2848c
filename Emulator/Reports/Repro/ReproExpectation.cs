using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>
/// Answers as the selftest's check_answer() writes them: the result; accesses, faults and signals that are not 0; and VmPTE
/// of each process where it differs from the last answer's.
/// </summary>
internal sealed class ReproExpectation
{
    private readonly Dictionary<string, long> _kilobytes = [];

    public string Of(Answer answer)
    {
        var outcome = answer.Outcome;
        var text = outcome.Result;
        (string Name, long Count)[] counts =
            [("touched", outcome.Touched), ("faults", outcome.Faults), ("sigbus", outcome.Sigbus), ("sigsegv", outcome.Sigsegv)];
        foreach (var (name, count) in counts.Where(one => one.Count != 0)) text += $"; {name} {count}";

        // A process that has ended leaves its name to another.
        foreach (var gone in _kilobytes.Keys.Except(answer.PageTableKilobytes.Select(pair => pair.Key)).ToList()) _kilobytes.Remove(gone);
        foreach (var (process, kilobytes) in answer.PageTableKilobytes)
        {
            if (_kilobytes.GetValueOrDefault(process) != kilobytes) text += $"; {process} {kilobytes} kB";
            _kilobytes[process] = kilobytes;
        }

        return text;
    }
}
