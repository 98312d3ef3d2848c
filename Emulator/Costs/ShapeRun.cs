using Emulator.Host;
using Emulator.Native;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Emulator.Costs;

/// <summary>Measures shapes on this machine's kernel, and counts their calls in the emulator.</summary>
public sealed class ShapeRun(IReadOnlyList<Shape> shapes, int rounds, ulong seed)
{
    /// <summary>The first round finds everything cold: it is run, and not counted.</summary>
    private const int WarmUp = 1;

    private readonly IReadOnlyList<Trace> _traces = [.. shapes.Select(shape => ThisMachine.AsOf(shape.Parse()))];

    public int Runs => shapes.Count * (rounds + WarmUp);

    /// <param name="limit">No round starts after it, but for the first few.</param>
    /// <exception cref="HostException">The kernel did something else than the emulated release, so that its calls would be others.</exception>
    public IReadOnlyList<Observation> Measure(HostRunner runner, TimeSpan limit, Action<int> progress)
    {
        var answers = runner.RunInTurn(_traces, rounds + WarmUp, seed, limit, progress);
        return [.. shapes.Select((shape, i) => Observe(shape, _traces[i], answers[i]))];
    }

    private static Observation Observe(Shape shape, Trace trace, IReadOnlyList<IReadOnlyList<HostAnswer>> rounds)
    {
        using var run = new TraceRun(trace, LinuxKernels.Default);
        var emulated = run.Answers().ToList();
        foreach (var (one, host) in emulated.Zip(rounds[0]))
        {
            if (AnswerFields.Differences(one, host) is not [var field, ..]) continue;
            throw new HostException(
                $"{shape.Name}: this machine's kernel does not do what Linux {LinuxKernels.Default.Name} does: "
                + $"'{one.Statement.Text}' answers another {field} (ptemu verify shows it)");
        }

        return new(shape, emulated[^1].Calls, [.. rounds.Skip(WarmUp).Select(answers => (double)answers[^1].Nanoseconds)]);
    }
}

/// <summary>The statement of a shape whose time is wanted, and the state that it meets.</summary>
public enum ShapeSubject
{
    /// <summary>uffd-register over tables with one page each.</summary>
    Register,

    /// <summary>uffd-register where there is no table.</summary>
    RegisterAbsent,

    /// <summary>uffd-register of a part, which splits the VMA at both ends.</summary>
    RegisterPart,

    /// <summary>mprotect over tables with one page each: 511 entries of each are empty.</summary>
    Mprotect,

    MprotectAbsent,

    /// <summary>mprotect over entries that all have a page.</summary>
    MprotectPages,

    Munmap,

    /// <summary>munmap of entries that all have a page.</summary>
    MunmapPages,

    /// <summary>First touches, each of which finds a table to share.</summary>
    TouchShared,

    /// <summary>First touches of pages that the file has, in tables that can't be shared.</summary>
    TouchCached,

    /// <summary>uffd-writeprotect over entries that all have a page.</summary>
    Writeprotect,

    /// <summary>madvise(MADV_DONTNEED) over entries that all have a page.</summary>
    Dontneed,
}
