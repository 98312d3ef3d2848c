using System.Diagnostics.Tracing;

namespace Emulator.Probes;

/// <summary>
/// What this program does, for dotnet-trace, PerfView and their kin: provider <c>ptemu</c> (docs/profile.md). Callers ask
/// <see cref="EventSource.IsEnabled()"/> first, once a statement or a walk, never in a loop.
/// </summary>
[EventSource(Name = "ptemu")]
public sealed class PtemuEvents : EventSource
{
    private PtemuEvents()
    {
    }

    public static PtemuEvents Log { get; } = new();

    /// <summary>A statement of a trace is carried out next. (Begins and ends, not Start and Stop: those would become activities and add frames.)</summary>
    [Event(1, Level = EventLevel.Informational)]
    public void StatementBegins(int line, string statement) => WriteEvent(1, line, statement);

    /// <summary>It is done: its result, tables that were unshared, flushes of the caller's CPU, and interrupts to others.</summary>
    [Event(2, Level = EventLevel.Informational)]
    public void StatementEnds(int line, string result, long unshared, long flushes, long interrupts) =>
        WriteEvent(2, line, result, unshared, flushes, interrupts);

    /// <summary>A walk over one VMA at a registration is done: so many tables of it were unshared.</summary>
    [Event(3, Level = EventLevel.Informational)]
    public void Walked(string walk, string process, ulong start, ulong end, long unshared) => WriteEvent(3, walk, process, start, end, unshared);
}
