using Emulator.Accounting;
using Emulator.Checks;
using Emulator.Kernel;
using Emulator.Probes;
using Emulator.Tlb;

namespace Emulator.Scenarios;

/// <summary>An execution with what was recorded of it, whichever probe did.</summary>
internal abstract class Recording : IDisposable
{
    public abstract Machine Machine { get; }

    public abstract Tally Tally { get; }

    public abstract CallTree Calls { get; }

    public abstract TlbContents Tlb { get; }

    public static Recording Of(Execution<Recorder> execution)
    {
        execution.Kernel.Probe = new();
        return new OfProbe<Recorder>(execution);
    }

    /// <summary>The same, told to every check.</summary>
    public static Recording Of(Execution<CheckedRecorder> execution, CheckSet checks)
    {
        execution.Kernel.Probe = new(checks);
        return new OfProbe<CheckedRecorder>(execution);
    }

    /// <summary><see cref="Execution{P}.Statements"/>, each recorded apart.</summary>
    public abstract IEnumerable<(Statement Statement, Outcome Outcome)> Statements(Action<Statement>? before);

    public abstract void Dispose();

    private sealed class OfProbe<P>(Execution<P> execution) : Recording where P : struct, IRecordingProbe
    {
        public override Machine Machine => execution.Machine;

        public override Tally Tally => execution.Kernel.Tally;

        public override CallTree Calls => execution.Kernel.Probe.CallTree;

        public override TlbContents Tlb => execution.Kernel.Probe.Tlb;

        public override IEnumerable<(Statement Statement, Outcome Outcome)> Statements(Action<Statement>? before) => execution.Statements(statement =>
        {
            execution.Kernel.Probe.StartStatement();
            before?.Invoke(statement);
        });

        public override void Dispose() => execution.Dispose();
    }
}
