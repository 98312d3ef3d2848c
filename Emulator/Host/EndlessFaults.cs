using Emulator.Kernel;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Emulator.Host;

/// <summary>
/// Which statement of a trace would fault for ever on a real kernel? A registration without wp replaces one with it and leaves the
/// uffd-wp bits and markers in the entries, and until 6.13 mremap takes them to where nothing is registered; from 6.3 on, a write to
/// such an entry changes nothing and is tried again, in this process and in others that come to share the table. The task can be
/// killed, but keeps a CPU busy until then.
/// </summary>
/// <remarks>The emulator tells: it holds the entries. It is asked only where a trace has what it takes.</remarks>
public static class EndlessFaults
{
    // 0cef0bb836e3; of the stable series that have it, only these two are known.
    private static readonly Version MremapClearsSince = new(6, 13), MremapClearsIn612Since = new(6, 12, 11), EndlessSince = new(6, 3);

    /// <summary>The releases by whose rules an access may fault for ever on a kernel of that version; too many rather than too few.</summary>
    /// <param name="kernel">As uname tells: major, minor, and the stable release as the build.</param>
    public static IReadOnlyList<LinuxKernel> ReleasesOf(Version kernel)
    {
        var clears = kernel >= MremapClearsSince || (kernel is { Major: 6, Minor: 12 } && kernel >= MremapClearsIn612Since);
        return clears || kernel < EndlessSince ? [LinuxKernels.Default] : [LinuxKernels.Named("6.12")!, LinuxKernels.Default];
    }

    /// <summary>The first of any of the releases.</summary>
    public static EndlessFault? In(Trace trace, IEnumerable<LinuxKernel> releases) =>
        releases.Select(release => In(trace, release)).OfType<EndlessFault>().MinBy(fault => fault.Statement.Line);

    /// <summary>Null where there is none.</summary>
    /// <param name="release">The kernel's.</param>
    public static EndlessFault? In(Trace trace, LinuxKernel release)
    {
        if (!CanHave(trace)) return null;
        using var run = new TraceRun(trace, release);
        foreach (var answer in run.Answers())
        {
            if (answer.Outcome.Deadlock is { IsEndlessFault: true } why) return new(answer.Statement, why.Message);
        }

        return null;
    }

    /// <summary>Something is write-protected, and a later registration leaves wp out, or it may move.</summary>
    private static bool CanHave(Trace trace)
    {
        var isProtected = false;
        foreach (var statement in trace.ProgramOrder)
        {
            isProtected |= statement is UffdWriteprotectStatement { IsOn: true };
            if (isProtected && statement is MremapStatement) return true;
            if (isProtected && statement is UffdRegisterStatement register && (register.Mode & UffdModes.Wp) == 0) return true;
        }

        return false;
    }
}

/// <param name="Statement">The one that never comes back.</param>
/// <param name="Why">In one line.</param>
public sealed record EndlessFault(Statement Statement, string Why);
