using Emulator.Host;
using Emulator.Kernel;
using Emulator.Scenarios;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu verify --random N</c>: random traces in the emulator and on this machine's kernel, and what differs made small.</summary>
internal static class RandomVerify
{
    /// <summary>A difference must show this often in a row: interrupts of a preempted CPU come and go.</summary>
    private const int Confirmations = 3;

    /// <summary>Traces tried for one minimal one.</summary>
    private const int ShrinkQuestionsMax = 400;

    /// <summary>A random trace takes 200 huge pages or a few more (TraceGenerator); its text alone could be read as thousands.</summary>
    private const long PagesOfATrace = 1024;

    /// <summary>A statement of a random trace takes milliseconds.</summary>
    private static readonly TimeSpan CallMax = TimeSpan.FromSeconds(10);

    private enum Verdict
    {
        Equal,

        /// <summary>A statement could hang the kernel: it was not made.</summary>
        Refused,

        Different,

        /// <summary>It differed, but not when it was run again: an interrupt at the wrong moment.</summary>
        Unsteady,

        /// <summary>The kernel did not come back from a statement that nobody knew to be dangerous.</summary>
        NoAnswer,
    }

    /// <param name="first">The first trace; each further one has the next seed.</param>
    internal static int Run(GeneratorOptions first, int count, LinuxKernel release, HostOptions options, Terminal terminal)
    {
        using var runner = new HostRunner(options with { TwoMegaPages = PagesOfATrace, CallMax = CallMax }, terminal.Progress);
        var verdicts = new int[Enum.GetValues<Verdict>().Length];
        var statements = 0;
        for (var i = 0; i < count; i++)
        {
            terminal.Progress($"{i} of {count}: {Sum(verdicts)}");
            var trace = TraceGenerator.Generate(first with { Seed = first.Seed + (ulong)i });
            var (verdict, found) = VerdictOn(trace, release, runner);
            if (verdict == Verdict.Equal) statements += trace.Executable.Count();
            if (verdict == Verdict.NoAnswer) terminal.Output.WriteLine($"# no answer: {found!.Report}");
            if (verdict == Verdict.Different && !TryPrint(trace, found!, release, runner, terminal)) verdict = Verdict.Unsteady;
            verdicts[(int)verdict]++;
        }

        terminal.Output.WriteLine(
            $"{count} random traces from seed {first.Seed}: {Sum(verdicts)}; {statements} statements in those that are equal");
        return verdicts[(int)Verdict.Different] + verdicts[(int)Verdict.NoAnswer] > 0 ? ExitStatus.CheckFailed : ExitStatus.Done;
    }

    private static string Sum(int[] verdicts) =>
        $"{verdicts[(int)Verdict.Equal]} equal, {verdicts[(int)Verdict.Refused]} equal up to a dangerous statement, "
        + $"{verdicts[(int)Verdict.Different]} different, {verdicts[(int)Verdict.Unsteady]} unsteady, "
        + $"{verdicts[(int)Verdict.NoAnswer]} without an answer";

    /// <returns>Did it differ again?</returns>
    private static bool TryPrint(Trace trace, Difference found, LinuxKernel release, HostRunner runner, Terminal terminal)
    {
        terminal.Progress($"{trace.Path} differs; looking for a smaller trace");
        if (DifferenceIn(trace) is not { } again) return false;
        var last = again;
        var minimal = TraceShrinker.Shrink(trace, smaller => ReferenceEquals(smaller, trace) || Differs(smaller), ShrinkQuestionsMax);
        terminal.Output.WriteLine($"# {trace.Path} differs; minimal:");
        terminal.Output.Write(minimal.ToTraceText());
        terminal.Output.WriteLine(last.Report);
        return true;

        bool Differs(Trace candidate)
        {
            if (DifferenceIn(candidate) is not { } difference) return false;
            last = difference;
            return true;
        }

        // In the same field: a smaller trace may well run into another difference, such as a pool that is too small for it.
        Difference? DifferenceIn(Trace candidate) =>
            VerdictOn(candidate, release, runner) is (Verdict.Different, { } difference) && difference.Fields.Intersect(found.Fields).Any()
                ? difference
                : null;
    }

    private static (Verdict Verdict, Difference? Found) VerdictOn(Trace trace, LinuxKernel release, HostRunner runner)
    {
        Difference? found = null;
        try
        {
            for (var i = 0; i < Confirmations; i++)
            {
                if (VerifyCommand.Compare(trace, release, runner) is not { } difference) return (Verdict.Equal, null);
                found = difference;
            }

            return (Verdict.Different, found);
        }
        catch (NoAnswerException late)
        {
            // The next trace follows all the same: what gave no answer was ended, with all its processes.
            return (Verdict.NoAnswer, new([], late.Message));
        }
        catch (TraceException dangerous)
        {
            // What comes before it is compared all the same.
            var before = trace with { Statements = new(trace.Statements.Where(statement => statement.Line < dangerous.Line)) };
            if (!before.Executable.Any()) return (Verdict.Refused, null);
            var (verdict, inIt) = VerdictOn(before, release, runner);
            return (verdict == Verdict.Equal ? Verdict.Refused : verdict, inIt);
        }
    }
}
