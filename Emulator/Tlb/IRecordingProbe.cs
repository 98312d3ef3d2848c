using Emulator.Accounting;
using Emulator.Probes;

namespace Emulator.Tlb;

/// <summary>A probe that keeps what a report needs.</summary>
public interface IRecordingProbe : IProbe
{
    /// <summary>The calls since the last <see cref="StartStatement"/>.</summary>
    CallTree CallTree { get; }

    TlbContents Tlb { get; }

    /// <summary>Counts from here on into a new tree; whoever has the old one keeps it.</summary>
    void StartStatement();
}
