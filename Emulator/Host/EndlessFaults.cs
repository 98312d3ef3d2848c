using Emulator.Kernel;
using Emulator.Scenarios;
using Emulator.Walks;

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
    /// <summary>Null where there is none.</summary>
    /// <param name="release">The kernel's.</param>
    public static EndlessFault? In(Trace trace, KernelRelease release)
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
