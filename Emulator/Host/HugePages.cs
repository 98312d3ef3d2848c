using Emulator.Native;
using Emulator.Scenarios;

namespace Emulator.Host;

/// <summary>The huge pages of a trace, for the time that it runs.</summary>
internal sealed class HugePages : IDisposable
{
    private readonly List<HugePageSetup> _setups = [];

    private HugePages()
    {
    }

    /// <exception cref="HostException">They are missing, and it was not asked for to make them; with what to type.</exception>
    public static HugePages Provide(Trace trace, HostOptions options)
    {
        var isSetup = options.Setup;
        var provided = new HugePages();
        if (options.TwoMegaPages is { } known)
        {
            provided.Provide(trace, HostHugePages.TwoMega, known, isExact: false, isSetup);
            return provided;
        }

        // More than that no machine has; the counting ends there.
        var memory = HostMemory.Available();
        var need = new HugePageNeed(trace, memory + memory);
        try
        {
            if (trace.Machine.HugePages is { } exact) provided.Provide(trace, HostHugePages.TwoMega, exact, isExact: true, isSetup);
            else provided.Provide(trace, HostHugePages.TwoMega, need.TwoMega, isExact: false, isSetup);
            provided.Provide(trace, HostHugePages.OneGiga, need.OneGiga, isExact: false, isSetup);
            return provided;
        }
        catch
        {
            provided.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var setup in _setups) setup.Dispose();
    }

    private void Provide(Trace trace, HostHugePages pool, long pages, bool isExact, bool isSetup)
    {
        if (pages == 0 && !isExact) return;
        if (!pool.Exists) throw new HostException($"{trace.Path}: this machine's kernel has no huge pages of {pool.PageSize}");
        var available = pool.Available;
        if (isExact ? available == pages : available >= pages) return;

        var bytes = (UInt128)pages * pool.PageSize.Bytes;
        if (bytes > HostMemory.Available().Bytes)
        {
            throw new HostException(
                $"{trace.Path}: it needs {pages} huge pages of {pool.PageSize}, "
                + $"more than the memory that this machine has available ({HostMemory.Available()})");
        }

        if (!isSetup)
        {
            throw new HostException(
                $"{trace.Path}: it needs {(isExact ? "exactly " : "")}{pages} free huge pages of {pool.PageSize}, "
                + $"and {available} are free; "
                + $"run: {pool.CommandFor(pool.Total + pages - available)}   (or give --setup, which makes them and gives them back)");
        }

        _setups.Add(HugePageSetup.Make(pool, pages, isExact));
    }
}
