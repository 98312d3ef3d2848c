using Emulator.Kernel;
using Emulator.Probes;

namespace Emulator.Scenarios;

/// <summary>The statements of one trace on a machine, whichever probe listens.</summary>
public interface ITraceExecution : IDisposable
{
    Machine Machine { get; }

    /// <summary>What the last statement did.</summary>
    Tally Tally { get; }

    /// <summary>
    /// Carries out what the trace says, in the order of its lines, up to a statement that the kernel never comes back from. Files are made on the
    /// way and are not told of.
    /// </summary>
    /// <param name="before">Called before each statement.</param>
    /// <exception cref="TraceException">The tables outgrew the machine's memory.</exception>
    IEnumerable<(Statement Statement, Outcome Outcome)> Statements(Action<Statement>? before = null);
}
