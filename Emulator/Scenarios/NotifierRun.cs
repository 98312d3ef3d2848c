using Emulator.Kernel;
using Emulator.Notifiers;

namespace Emulator.Scenarios;

/// <summary>Runs a trace and tells of each statement what mmu notifiers heard, and what their consumers did: `ptemu notifiers`.</summary>
public sealed class NotifierRun : IDisposable
{
    private readonly Execution<NotifierProbe> _execution;
    private readonly NotifierLedger _ledger;

    /// <param name="consumers">Whose work alone is counted; by default all that the kernel has are told, and every range is kept.</param>
    public NotifierRun(Trace trace, LinuxKernel linux, IReadOnlyList<INotifierConsumer>? consumers = null)
    {
        _ledger = new(consumers ?? ConsumerCatalog.In(linux)) { IsCounting = consumers is not null };
        _execution = new(trace, linux, ProbeOf);
    }

    public IReadOnlyList<INotifierConsumer> Consumers => _ledger.Consumers;

    /// <summary>One answer for each statement that executes something, in order, up to one that the kernel never comes back from.</summary>
    /// <exception cref="TraceException">The tables outgrew the machine's memory.</exception>
    public IEnumerable<NotifierAnswer> Answers()
    {
        foreach (var (statement, outcome) in _execution.Statements(Before)) yield return new(statement, outcome, _ledger.EndStatement());
    }

    public void Dispose() => _execution.Dispose();

    private NotifierProbe ProbeOf(Machine machine)
    {
        _ledger.Attach(machine);
        return new(_ledger);
    }

    private void Before(Statement statement) => Before(statement, _ledger, _execution.Machine);

    /// <summary>exit_mmap tells consumers of the release before anything is unmapped.</summary>
    internal static void Before(Statement statement, NotifierLedger ledger, Machine machine)
    {
        ledger.StartStatement();
        if (statement is ExitStatement exit) ledger.Release(machine.ProcessOf(exit.Process));
    }
}
