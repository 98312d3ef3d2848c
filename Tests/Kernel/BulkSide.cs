using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;
using Emulator.Scenarios;

namespace Tests.Kernels;

/// <summary>A trace that is carried out with one probe, statement by statement, and what can be seen of the machine after each.</summary>
internal sealed class BulkSide<P>(Trace trace, LinuxKernel release, P probe) : IDisposable where P : struct, IProbe
{
    private readonly Execution<P> _execution = new(trace, release, probe, arena: new ArenaOptions { Limit = ByteSize.FromMega(256) });

    private readonly List<string> _files = [];

    public Trace Trace => trace;

    public Machine Machine => _execution.Machine;

    public Kernel<P> Kernel => _execution.Kernel;

    /// <returns>What the program saw, and the tally.</returns>
    public (string Result, string Counts, Tally Tally) Execute(Statement statement)
    {
        if (statement is FileStatement file) _files.Add(file.Name);
        var outcome = _execution.Execute(statement);
        return (outcome.Result, $"{outcome.Touched} {outcome.Faults} {outcome.Sigbus} {outcome.Sigsegv}", Kernel.Tally);
    }

    /// <summary>Every table with its entries and share count, every process, every file's pages.</summary>
    public List<ulong> State()
    {
        var state = new List<ulong> { (ulong)Machine.Arena.LiveTables, (ulong)Machine.Violations.Count, (ulong)Machine.AnonymousPages.Count };
        foreach (var mm in Machine.Processes)
        {
            state.AddRange([(ulong)mm.Number, (ulong)mm.PmdTables, (ulong)mm.PudTables, (ulong)mm.TlbGeneration, (ulong)mm.Vmas.Count]);
        }

        foreach (var file in _files)
        {
            var pages = Machine.FileOf(file).Pages;
            state.Add((ulong)pages.Count);
            foreach (var index in pages.Indexes(0, ulong.MaxValue)) state.AddRange([index, pages.Find(index).Value]);
        }

        for (var frame = 1UL; Machine.Arena.IsFrame(new(frame << 12)); frame++)
        {
            var table = new PhysAddr(frame << 12);
            state.AddRange([(ulong)Machine.Arena.Info(table).ShareCount, Machine.Arena.Info(table).Level, (ulong)Machine.Arena.Info(table).Owner]);
            state.AddRange(Machine.Arena.TableAt<Pmd>(table).Entries);
        }

        return state;
    }

    public void Dispose() => _execution.Dispose();
}
