using System.Globalization;
using System.Runtime.InteropServices;

namespace Emulator.Native;

/// <summary>
/// Changes the number of huge pages, and takes the change back: at its end, on Ctrl-C and the other signals that end a
/// program, at the process's exit, and by a process of its own after SIGKILL. What is taken back is the difference: somebody else may
/// have changed the number meanwhile.
/// </summary>
public sealed class HugePageSetup : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    private readonly HostHugePages _pool;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Lock _lock = new();
    private long _difference;
    private HugePageGuard? _guard;

    private HugePageSetup(HostHugePages pool)
    {
        _pool = pool;
        // The program ends after the handlers, as it would have.
        _registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, _ => TakeBack()))];
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>Makes <paramref name="pages"/> available, or with <paramref name="isExact"/> just as many.</summary>
    /// <exception cref="HostException">The kernel does not find so much memory.</exception>
    public static HugePageSetup Make(HostHugePages pool, long pages, bool isExact)
    {
        var setup = new HugePageSetup(pool);
        try
        {
            var missing = pages - pool.Available;
            if (missing > 0 || isExact) setup.Change(missing);
            if (pool.Available < pages)
            {
                throw new HostException(
                    $"the kernel finds only {pool.Available} of the {pages} huge pages of {pool.PageSize} that the trace needs");
            }
            return setup;
        }
        catch
        {
            setup.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        TakeBack();
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        foreach (var registration in _registrations) registration.Dispose();
    }

    private void Change(long difference)
    {
        lock (_lock)
        {
            var before = _pool.Total;
            // A signal ends the write early, with some of the pages made; so the guard stands before.
            if (difference != 0) _guard = new(_pool.TotalPath, before);
            _pool.SetTotal(before + difference);
            _difference = _pool.Total - before;
            _guard?.Changed(_difference);
        }
    }

    private void TakeBack()
    {
        lock (_lock)
        {
            if (_difference != 0) _pool.SetTotal(Math.Max(0, _pool.Total - _difference));
            _difference = 0;
            _guard?.Dispose();
            _guard = null;
        }
    }

    private void OnExit(object? sender, EventArgs arguments) => TakeBack();
}

/// <summary>Takes a number of huge pages back when this process is killed (agent/guard.c: give-back).</summary>
/// <param name="before">The number that is there now, before it is changed.</param>
internal sealed class HugePageGuard(string path, long before) : IDisposable
{
    private readonly AgentGuard _guard = new(
        $"{path} can't be opened for writing: nothing would take the huge pages back if this process were killed",
        "give-back", path, before.ToString(CultureInfo.InvariantCulture));

    /// <summary>By so much the number was changed: somebody else may change it, too, from now on.</summary>
    public void Changed(long difference) => _guard.Tell(difference.ToString(CultureInfo.InvariantCulture));

    /// <summary>The process that made the pages has taken them back: there is nothing left to do.</summary>
    public void Dispose()
    {
        _guard.Tell("done");
        _guard.Dispose();
    }
}
