using Emulator.Host;
using Emulator.Scenarios;
using Emulator.Walks;

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

    /// <param name="first">The first trace; each further one has the next seed.</param>
    internal static int Run(GeneratorOptions first, int count, KernelRelease release, HostOptions options, Terminal terminal)
    {
        using var runner = new HostRunner(options with { TwoMegaPages = PagesOfATrace });
        var (equal, refused, different) = (0, 0, 0);
        for (var i = 0; i < count; i++)
        {
            terminal.Progress($"{i} of {count}: {equal} equal, {refused} refused as dangerous, {different} different");
            var trace = TraceGenerator.Generate(first with { Seed = first.Seed + (ulong)i });
            switch (Differs(trace, release, runner, Confirmations))
            {
                case null:
                    refused++;
                    break;
                case false:
                    equal++;
                    break;
                default:
                    different++;
                    terminal.EndProgress();
                    Print(trace, first.Seed + (ulong)i, release, runner, terminal);
                    break;
            }
        }

        terminal.EndProgress();
        terminal.Output.WriteLine($"{count} random traces from seed {first.Seed}: {equal} equal, {refused} refused as dangerous, {different} different");
        return different > 0 ? ExitStatus.CheckFailed : ExitStatus.Done;
    }

    private static void Print(Trace trace, ulong seed, KernelRelease release, HostRunner runner, Terminal terminal)
    {
        terminal.Error.WriteLine(VerifyCommand.Compare(trace, release, runner) ?? $"seed {seed}: equal when it was run once more");
        terminal.Progress($"seed {seed} differs; looking for a smaller trace");
        var minimal = TraceShrinker.Shrink(trace, smaller => Differs(smaller, release, runner, Confirmations) == true, ShrinkQuestionsMax);
        terminal.EndProgress();
        terminal.Output.WriteLine($"# seed {seed} differs; minimal:");
        terminal.Output.Write(minimal.ToTraceText());
        terminal.Output.WriteLine(VerifyCommand.Compare(minimal, release, runner) ?? "(equal when it was run once more)");
    }

    /// <returns>Null where the trace may not run here.</returns>
    private static bool? Differs(Trace trace, KernelRelease release, HostRunner runner, int confirmations)
    {
        try
        {
            for (var i = 0; i < confirmations; i++)
            {
                if (VerifyCommand.Compare(trace, release, runner) is null) return false;
            }

            return true;
        }
        catch (TraceException)
        {
            return null;
        }
    }
}
