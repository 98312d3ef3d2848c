using Emulator.Kernel;
using Emulator.Native;
using Emulator.Probes;
using Emulator.Releases;

namespace Tests.Walks;

/// <summary>
/// A mapping that begins and ends anywhere, over up to three PUD tables, with a table at some of its 1Gs and none at others. Share counts are
/// drawn, so that tables at the edges are shared too, as a split of the releases from 5.13 to 6.1 leaves them.
/// </summary>
internal sealed class BulkWorld<P> : IDisposable where P : struct, IProbe
{
    private const int SlotsMax = 1100;

    private readonly Machine _machine = new(2, 4, null, new ArenaOptions { Limit = ByteSize.FromMega(16) });
    private readonly Kernel<P> _kernel;
    private readonly UnshareWalk _walk;
    private readonly Mm _mm;

    internal BulkWorld(P probe, UnshareWalk walk, int seed, ulong pageBytes)
    {
        var random = new Random(seed);
        _walk = walk;
        _kernel = new(_machine, LinuxKernels.Default, probe);
        var range = Range(random, pageBytes);
        var file = _machine.CreateFile("F", range.Length + ByteSize.FromGiga(1), pageBytes);
        _mm = _machine.CreateProcess("A");
        _kernel.SwitchTo(_mm);
        var offset = new ByteSize(range.Start.Value % Pud.Span);
        _kernel.Mmap(_mm, new(file, range, offset, VmFlags.Read | VmFlags.Write, IsShared: true, IsReadOnlyFile: false));
        var (density, shared) = (random.Next(101), random.Next(101));
        for (var address = range.Start; address < range.End; address = address.AlignDown<Pud>() + Pud.Span)
        {
            if (random.Next(100) < density) _kernel.Access(_mm, address, isWrite: true);
        }

        foreach (var table in PmdTables(range)) if (random.Next(100) < shared) _machine.Arena.Info(table).ShareCount = random.Next(1, 3);
        _kernel.Tally = default;
    }

    internal void Walk() => _walk.Run(_kernel, _mm.Vmas.All.Single());

    /// <summary>What the walk did and left: tally, debts, violations, and every table that was ever handed out with its share count.</summary>
    internal List<ulong> Outcome()
    {
        var tally = _kernel.Tally;
        var outcome = new List<ulong>
        {
            (ulong)tally.Unshared, (ulong)tally.FlushesLocal, (ulong)tally.FlushesLocalFull, (ulong)tally.FlushIpis, (ulong)tally.SyncIpis,
            (ulong)_mm.PmdTables, (ulong)_mm.TlbGeneration, (ulong)_machine.Violations.Count,
        };
        for (var frame = 1UL; _machine.Arena.IsFrame(new(frame << 12)); frame++)
        {
            var table = new PhysAddr(frame << 12);
            outcome.Add((ulong)_machine.Arena.Info(table).ShareCount);
            outcome.AddRange(_machine.Arena.TableAt<Pmd>(table).Entries);
        }

        return outcome;
    }

    public void Dispose() => _machine.Dispose();

    private static AddrRange Range(Random random, ulong pageBytes)
    {
        var pages = (int)(Pud.Span / pageBytes);
        var start = VirtAddr.Zero + ByteSize.FromTera(1) + ((ulong)random.Next(random.Next(2) == 0 ? 20 : SlotsMax) * Pud.Span);
        var length = (ulong)random.Next(1, random.Next(3) == 0 ? SlotsMax : 30) * Pud.Span;
        if (random.Next(2) == 0) start += (ulong)random.Next(pages) * pageBytes;
        if (random.Next(2) == 0) length += (ulong)random.Next(pages) * pageBytes;
        return new(start, start + length);
    }

    private IEnumerable<PhysAddr> PmdTables(AddrRange range)
    {
        for (var address = range.Start; address < range.End; address = address.AlignDown<Pud>() + Pud.Span)
        {
            var entry = PageTables.PudEntry(_machine.Arena, _mm, address);
            if (entry.IsTable) yield return entry.TableAddress;
        }
    }
}
