using Emulator.Kernel;
using Emulator.Native;
using Emulator.Notifiers;
using Emulator.Releases;

namespace Emulator.Scenarios;

/// <summary>Runs a trace and tells of each statement what mmu notifiers heard, and what their consumers did: `ptemu notifiers`.</summary>
public sealed class NotifierRun : IDisposable
{
    private readonly Trace _trace;
    private readonly Execution<NotifierProbe> _execution;
    private readonly NotifierRecorder _recorder;

    /// <param name="walk">The walk to run at registration instead of the release's own.</param>
    /// <param name="splitOf">The release whose split rule holds; the same one, if not said.</param>
    /// <param name="consumers">Who is told, of whom only the work is counted; if not said, all that the release has, with every range kept.</param>
    public NotifierRun(
        Trace trace, KernelRelease release, UnshareWalk? walk = null, KernelRelease? splitOf = null, IReadOnlyList<INotifierConsumer>? consumers = null)
    {
        ArgumentNullException.ThrowIfNull(trace);
        _trace = trace;
        TracePreconditions.Check(trace, HostMemory.Available());
        _recorder = new(consumers ?? ConsumerCatalog.In(release)) { IsCounting = consumers is not null };
        _execution = new(trace, release, new NotifierProbe(_recorder), walk, splitOf);
        _recorder.Attach(_execution.Machine);
    }

    public IReadOnlyList<INotifierConsumer> Consumers => _recorder.Consumers;

    /// <summary>One answer for each statement that executes something, in order, up to one that the kernel never comes back from.</summary>
    /// <exception cref="TraceException">The tables outgrew the machine's memory.</exception>
    public IEnumerable<NotifierAnswer> Answers()
    {
        foreach (var statement in _trace.ProgramOrder)
        {
            var answer = Answer(statement);
            if (statement is not FileStatement) yield return answer;
            if (answer.Outcome.Deadlock is not null) yield break;
        }
    }

    public void Dispose() => _execution.Dispose();

    /// <summary>Carries the next statement of the trace out.</summary>
    internal NotifierAnswer Answer(Statement statement)
    {
        _recorder.StartStatement();
        if (statement is ExitStatement exit) _recorder.Release(_execution.Machine.ProcessOf(exit.Process));
        try
        {
            var outcome = _execution.Execute(statement);
            return new(statement, outcome, _recorder.EndStatement());
        }
        catch (ArenaLimitException limit)
        {
            const string Expected = "a trace whose tables, and the pages that consumers hold, fit into this machine's memory";
            throw new TraceException(_trace.Path, statement.Line, limit.Message, Expected);
        }
    }
}
