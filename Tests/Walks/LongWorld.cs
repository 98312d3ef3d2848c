using Emulator.Kernel;
using Emulator.Native;
using Emulator.Releases;

namespace Tests.Walks;

/// <summary>
/// A mapping of many 1Gs, some without a table, some with A's own, some shared with B. All but the first and the last few are
/// registered for WP by one walk, which must not look at those beside, though they are in the same cache lines.
/// </summary>
internal sealed class LongWorld : IDisposable
{
    private const ulong BesideBytes = 4 * Pud.Span;

    private readonly Machine _machine = new(2, 4, null, new ArenaOptions { Limit = ByteSize.FromMega(16) });
    private readonly Kernel<CountingProbe> _kernel;

    public LongWorld(UnshareWalk walk, int startGiga, int lengthGiga, int densityPercent, int seed)
    {
        _kernel = new(_machine, LinuxKernels.Default.With(walk), new CountingProbe());
        var length = ByteSize.FromGiga((ulong)lengthGiga) + new ByteSize(2 * BesideBytes);
        var file = _machine.CreateFile("F", length, Pmd.Span);
        var start = new VirtAddr((ulong)startGiga << 30) + Pud.Span;
        var (a, b) = (_machine.CreateProcess("A"), _machine.CreateProcess("B"));
        foreach (var mm in (Mm[])[a, b])
        {
            var range = new AddrRange(start, start + length);
            _kernel.Mmap(mm, new(file, range, ByteSize.Zero, VmFlags.Read | VmFlags.Write, IsShared: true, IsReadOnlyFile: false));
        }

        var registered = new AddrRange(start + BesideBytes, start + length - BesideBytes);
        var random = new Random(seed);
        for (var slot = start; slot < start + length; slot += Pud.Span)
        {
            if (random.Next(100) >= densityPercent) continue;
            _kernel.Access(a, slot, isWrite: true);
            if (random.Next(2) == 0) continue;
            _kernel.Access(b, slot, isWrite: true);
            if (registered.Contains(slot)) SharedAtFirst++;
        }

        _kernel.Probe.Clear();
        _kernel.Tally = default;
        _kernel.SwitchTo(a);
        _kernel.UserfaultfdRegister(a, registered, UffdModes.Wp, a.UserfaultfdOf(null));
    }

    public long SharedAtFirst { get; }

    public long Unshared => _kernel.Tally.Unshared;

    /// <summary>Counts of every function, then every table that was ever handed out, with its share count.</summary>
    public IEnumerable<ulong> Outcome
    {
        get
        {
            var outcome = new List<ulong>();
            foreach (var count in _kernel.Probe.All) outcome.Add((ulong)count);
            for (var frame = 1UL; _machine.Arena.IsFrame(new(frame << 12)); frame++)
            {
                var table = new PhysAddr(frame << 12);
                outcome.Add((ulong)_machine.Arena.Info(table).ShareCount);
                outcome.AddRange(_machine.Arena.TableAt<Pmd>(table).Entries);
            }

            return outcome;
        }
    }

    public void Dispose() => _machine.Dispose();
}
