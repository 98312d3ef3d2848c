namespace Emulator.Tlb;

/// <summary>
/// INVLPGB and TLBSYNC among CPUs (APM Vol. 3). The CPU that asks drops at once; another may do so as late as the asking CPU's
/// TLBSYNC, and here it does: what relies on an earlier drop is then seen to be wrong.
/// </summary>
public sealed class TlbBroadcast(IReadOnlyList<TranslationUnit> cpus)
{
    private readonly List<(int From, Invlpgb What)> _pending = [];

    /// <summary>Requests that some CPU has not carried out.</summary>
    public int Pending => _pending.Count;

    public void Invlpgb(int cpu, Invlpgb what)
    {
        cpus[cpu].Apply(what);
        _pending.Add((cpu, what));
    }

    /// <summary>Waits until every CPU has dropped what this one has asked for.</summary>
    public void TlbSync(int cpu)
    {
        foreach (var (_, what) in _pending.Where(request => request.From == cpu))
        {
            for (var other = 0; other < cpus.Count; other++)
            {
                if (other != cpu) cpus[other].Apply(what);
            }
        }

        _pending.RemoveAll(request => request.From == cpu);
    }
}
