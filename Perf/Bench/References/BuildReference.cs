using Emulator.Kernel;
using Emulator.Native;
using Perf.Cli;

namespace Perf.Bench;

/// <summary>
/// Building tables and tearing them down with the silent probe, beside a memset of as many bytes as the tables have: in memory that was
/// touched before, as an arena is after its first run.
/// </summary>
internal sealed class BuildReference(ReferenceLibrary library, Terminal terminal) : IDisposable
{
    private const string Memset = "memset of the tables' bytes";
    private const string Loop = "C loop that fills tables";
    private const string ShareLoop = "C loop that enters tables";
    private const string Parent = "A";

    private static readonly TimeSpan BudgetEach = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(500);

    private readonly List<Mm> _others = [];
    private PlainMemory? _memory;
    private TouchedFile? _file;
    private Mm? _first;

    /// <summary>All of it populated and torn down; then shared by so many processes, which exit.</summary>
    /// <param name="sharers">How many processes, the one that populated it among them: one measurement each.</param>
    /// <exception cref="BadInputException">So many don't fit into memory.</exception>
    internal IEnumerable<RatioRow> Rows(int tables, IReadOnlyList<int> sharers)
    {
        SharerList.RefuseTooMany(sharers.Max(), UpperBytesOf(tables), HostMemory.Available());
        WarmUp();
        foreach (var row in PopulateRows(tables)) yield return row;
        foreach (var row in sharers.SelectMany(processes => ShareRows(tables, processes))) yield return row;
    }

    private IEnumerable<RatioRow> PopulateRows(int tables)
    {
        var size = $"{ByteSize.FromGiga((ulong)tables)}";
        var populated = Populated(tables);
        var contest = Contest($"populate {size}", populated);
        foreach (var one in populated.Take(2))
        {
            yield return Row(contest, one.Name, Memset, size, BytesOf(tables));
            if (one == populated[0]) yield return Row(contest, one.Name, Loop, size, BytesOf(tables));
        }
    }

    private IEnumerable<RatioRow> ShareRows(int tables, int processes)
    {
        var size = $"{ByteSize.FromGiga((ulong)tables)}";
        var shared = Shared(tables, processes);
        var contest = Contest($"{processes} share {size}", shared);
        var bytes = (processes - 1) * UpperBytesOf(tables);
        yield return Row(contest, shared[0].Name, ShareLoop, size, bytes);
        foreach (var one in shared.Take(2)) yield return Row(contest, one.Name, Memset, size, bytes);
    }

    /// <summary>So many processes are forked, touch each 1G and exit.</summary>
    internal IEnumerable<RatioRow> Processes(int tables, int processes)
    {
        var size = $"{ByteSize.FromGiga((ulong)tables)}";
        Start(tables);
        _file!.TouchAll(_first!);
        var memory = MemoryOf(processes * UpperBytesOf(tables));
        var all = new List<Contestant>
        {
            new($"fork, touch, exit of {processes}", () => Fork(processes) + Exit()),
            new(Memset, () => memory.Set(1)),
        };
        var contest = Contest($"fork {processes}", all);
        yield return Row(contest, all[0].Name, Memset, size, processes * UpperBytesOf(tables));
    }

    /// <summary>In bulk beside page by page, which a probe that listens would have made of it.</summary>
    internal IEnumerable<RatioRow> Faithful(int tables)
    {
        const string Bulk = "populate";
        const string Each = "the same, fault by fault";
        var all = new List<Contestant>
        {
            new(Bulk, Populate) { Prepare = () => Start(tables) },
            new(Each, () => PopulateEach(_file!, _first!)) { Prepare = () => Start(tables) },
        };
        var contest = Contest("fault by fault", all);
        yield return Row(contest, Bulk, Each, $"{ByteSize.FromGiga((ulong)tables)}", BytesOf(tables));
    }

    public void Dispose()
    {
        _file?.Dispose();
        _memory?.Dispose();
    }

    private PlainMemory MemoryOf(long bytes)
    {
        _memory?.Dispose();
        return _memory = new(new((ulong)bytes));
    }

    private List<Contestant> Populated(int tables)
    {
        var memory = MemoryOf(BytesOf(tables));
        return
        [
            new("populate", Populate) { Prepare = () => Start(tables) },
            new("exit of who populated", ExitFirst)
            {
                Prepare = () =>
                {
                    Start(tables);
                    Populate();
                },
            },
            new(Memset, () => memory.Set(1)),
            new(Loop, () => memory.Fill(library, tables)),
        ];
    }

    private List<Contestant> Shared(int tables, int processes)
    {
        var memory = MemoryOf((processes - 1) * UpperBytesOf(tables));
        Start(tables);
        Populate();
        return
        [
            new($"share with {processes - 1} more", () => Share(processes - 1)) { Prepare = () => Exit() },
            new($"exit of {processes - 1} sharers", Exit)
            {
                Prepare = () =>
                {
                    Exit();
                    Share(processes - 1);
                },
            },
            new(Memset, () => memory.Set(1)),
            new(ShareLoop, () => ShareInC(processes - 1)) { Prepare = () => Exit() },
        ];
    }

    /// <summary>C enters the tables; processes and PUD tables are ours, as its first touch in each 512G is.</summary>
    private long ShareInC(int processes)
    {
        var (arena, last) = (_file!.Machine.Arena, _file.Range.End);
        var (every512G, entered) = (new ByteSize(P4d.Span), 0UL);
        for (var i = 0; i < processes; i++)
        {
            var mm = _file.Map($"P{i}");
            _others.Add(mm);
            _file.Kernel.AccessRange(mm, _file.Range, every512G, isWrite: true);
            for (var address = _file.Range.Start; address < last; address += P4d.Span)
            {
                var count = (int)Math.Min(Table<Pud>.EntryCount, (last - address).Bytes / Pud.Span);
                var (from, to) = (PageTables.PudTable(arena.Memory, _first!, address), PageTables.PudTable(arena.Memory, mm, address));
                entered += 1 + (ulong)library.Share(arena, from, to, 1, count - 1);
            }
        }

        Ensure.That(entered == (ulong)processes * (_file.Range.Length.Bytes / Pud.Span), "C entered every table");
        return _others.Count;
    }

    /// <summary>A machine of its own with one process that maps the file.</summary>
    private void Start(int tables)
    {
        _file?.Dispose();
        _others.Clear();
        _file = new(tables);
        _first = _file.Map(Parent);
    }

    private long Populate()
    {
        _file!.Populate(_first!);
        return _first!.PmdTables;
    }

    private static long PopulateEach(TouchedFile file, Mm mm)
    {
        for (var address = file.Range.Start; address < file.Range.End; address += Pmd.Span) file.Kernel.Access(mm, address, isWrite: true);
        return mm.PmdTables;
    }

    private long ExitFirst()
    {
        _file!.Kernel.Exit(_first!);
        return 0;
    }

    private long Share(int processes)
    {
        for (var i = 0; i < processes; i++) Touch(_file!.Map($"P{i}"));
        return _others.Count;
    }

    private long Fork(int processes)
    {
        for (var i = 0; i < processes; i++)
        {
            _file!.Kernel.SwitchTo(_first!);
            Touch(_file.Kernel.Fork(_first!, $"P{i}"));
        }

        return _others.Count;
    }

    private void Touch(Mm mm)
    {
        _others.Add(mm);
        _file!.Kernel.SwitchTo(mm);
        _file.TouchAll(mm);
    }

    private long Exit()
    {
        foreach (var mm in _others)
        {
            _file!.Kernel.SwitchTo(mm);
            _file.Kernel.Exit(mm);
        }

        _others.Clear();
        return 0;
    }

    /// <summary>Over a small mapping, so that all is compiled as it will be.</summary>
    private void WarmUp()
    {
        const int SmallTables = 600;
        terminal.Progress("warming up");
        Bench.Contest.WarmUp([.. Populated(SmallTables).Take(2)], WarmUpTime);
        Bench.Contest.WarmUp([.. Shared(SmallTables, 20).Take(2)], WarmUpTime);
    }

    private Contest Contest(string what, IReadOnlyList<Contestant> contestants)
    {
        var contest = new Contest(contestants);
        contest.Run(BudgetEach, round => terminal.Progress($"{what}: round {round + 1}"));
        return contest;
    }

    private static RatioRow Row(Contest contest, string ours, string reference, string size, long bytes) =>
        RatioRow.Of(contest, ours, ours, reference, size, target: null) with { Bytes = bytes };

    private static long BytesOf(int tables) => ((long)tables * Table<Pmd>.SizeBytes) + UpperBytesOf(tables);

    /// <summary>The PUD tables and the top: the mapping begins at 512G.</summary>
    private static long UpperBytesOf(int tables) => (((tables + 511) / 512) + 1) * (long)Table<Pud>.SizeBytes;
}
