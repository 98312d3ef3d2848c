using BenchmarkDotNet.Attributes;
using Emulator.Kernel;

namespace Perf.Bench;

/// <summary>
/// How tables come and go: the first touch of each 1G by a process, which takes another's table or makes its own, and the
/// exit of that process. The file's pages are there in all of them, so the difference is the table.
/// </summary>
[WarmupCount(10), IterationCount(50)]
public class FaultBenchmarks : Suite
{
    private const string Process = "P";

    private TouchedFile _file = null!;
    private Mm? _process;
    private long _tablesBefore;

    [ParamsSource(nameof(TableCounts))]
    public int Tables { get; set; }

    public static SizedValues<int> TableCounts { get; } = new([1024], [3]);

    public long ExpectedTables => Tables;

    [GlobalSetup(Target = nameof(FirstTouchThatShares))]
    public void SetUpSharedTouch() => SetUp(isShared: true, () =>
    {
        NewProcess();
        FirstTouchThatShares();
    });

    [GlobalSetup(Target = nameof(FirstTouchWithOwnTable))]
    public void SetUpOwnTouch() => SetUp(isShared: false, () =>
    {
        NewProcess();
        FirstTouchWithOwnTable();
    });

    [GlobalSetup(Target = nameof(ExitOfSharer))]
    public void SetUpSharedExit() => SetUp(isShared: true, () =>
    {
        NewTouchedProcess();
        ExitOfSharer();
    });

    [GlobalSetup(Target = nameof(ExitOfOwner))]
    public void SetUpOwnExit() => SetUp(isShared: false, () =>
    {
        NewTouchedProcess();
        ExitOfOwner();
    });

    [IterationSetup(Targets = [nameof(FirstTouchThatShares), nameof(FirstTouchWithOwnTable)])]
    public void NewProcess()
    {
        if (_process is not null) Exit();
        _process = _file.Map(Process);
        _tablesBefore = _file.Machine.Arena.LiveTables;
    }

    [IterationSetup(Targets = [nameof(ExitOfSharer), nameof(ExitOfOwner)])]
    public void NewTouchedProcess()
    {
        NewProcess();
        _file.TouchAll(_process!);
        _tablesBefore = _file.Machine.Arena.LiveTables;
    }

    protected override void Dispose(bool disposing) => _file?.Dispose();

    /// <returns>Tables that the process has and did not make.</returns>
    [Benchmark, Yields(nameof(ExpectedTables))]
    public long FirstTouchThatShares()
    {
        _file.TouchAll(_process!);
        return _process!.PmdTables - NewPmdTables;
    }

    /// <returns>Tables that were made.</returns>
    [Benchmark, Yields(nameof(ExpectedTables))]
    public long FirstTouchWithOwnTable()
    {
        _file.TouchAll(_process!);
        return NewPmdTables;
    }

    /// <returns>Tables that the process gave up and that live on.</returns>
    [Benchmark, Yields(nameof(ExpectedTables))]
    public long ExitOfSharer()
    {
        _file.Kernel.Tally = default;
        Exit();
        return _file.Kernel.Tally.Unshared;
    }

    /// <returns>PMD tables that were freed: all that were, but for the PUD tables and the top.</returns>
    [Benchmark, Yields(nameof(ExpectedTables))]
    public long ExitOfOwner()
    {
        var upper = _process!.PudTables + 1;
        Exit();
        return _tablesBefore - _file.Machine.Arena.LiveTables - upper;
    }

    private long NewPmdTables => _file.Machine.Arena.LiveTables - _tablesBefore - _process!.PudTables;

    private void SetUp(bool isShared, Action round)
    {
        _file = new(Tables);
        var first = _file.Map("A");
        _file.TouchAll(first);
        if (!isShared) _file.Kernel.Exit(first);
        WarmUp(round);
    }

    private void Exit()
    {
        _file.Kernel.SwitchTo(_process!);
        _file.Kernel.Exit(_process!);
        _process = null;
    }
}
