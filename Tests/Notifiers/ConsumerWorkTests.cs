using Emulator.Accounting;
using Emulator.Native;
using Emulator.Notifiers;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Tests.Notifiers;

/// <summary>What a consumer had to do in a statement: calls that told it, those in which it dropped something, and what, by its own entries.</summary>
public class ConsumerWorkTests
{
    private static readonly string[] Registered = Told.Shared("uffd-register A 9G..10G minor");

    /// <summary>One range and one flush, of 4 pages of 2M: 4 entries, or 512 of 4 kB each.</summary>
    [Theory]
    [InlineData("kvm", "6.19", 1, 1, 4)]
    [InlineData("nouveau", "6.19", 1, 1, 4)]
    [InlineData("umem-odp", "6.19", 1, 1, 2048)]
    [InlineData("hfi1", "6.19", 4, 0, 0)]
    [InlineData("hfi1", "5.13", 4, 4, 4)]
    [InlineData("gntdev", "6.19", 0, 0, 0)]
    [InlineData("xe", "6.19", 1, 1, 4)]
    [InlineData("iommu-sva", "6.19", 1, 1, 4)]
    [InlineData("iommu-sva", "5.13", 1, 1, 4)]
    public void Of_an_unshare(string consumer, string release, long told, long invalidations, long entries) =>
        Assert.Equal(new(told, invalidations, entries), Work(release, consumer, Registered));

    /// <summary>One call for each piece that has an interval of its own: 512M for xe, the entries of hfi1, the blocks of nvidia-uvm.</summary>
    [Theory]
    [InlineData("kvm", 1, 6)]
    [InlineData("xe", 2, 6)]
    [InlineData("nvidia-uvm", 6, 6)]
    public void Several_intervals_are_told_once_each(string consumer, long calls, long entries) => Assert.Equal(
        new(calls, calls, entries),
        Work("6.19", consumer, Told.Shared("touch A 9G+512M..9G+516M", "munmap A 9G..10G")));

    /// <summary>What was dropped is held again only if it is mapped again.</summary>
    [Fact]
    public void Who_holds_nothing_is_told_all_the_same()
    {
        var again = Told.Answers("6.19", [.. Registered, "uffd-unregister A 9G..10G", "uffd-register A 9G..10G minor"]);
        Assert.Equal(new ConsumerWork(1, 1, 4), Of(again[4].Told, "kvm"));
        Assert.Equal(new ConsumerWork(1, 0, 0), Of(again[^1].Told, "kvm"));
    }

    /// <summary>release tears down at exit, and the range of the unmap reaches nobody who did; the others are told of that alone.</summary>
    [Fact]
    public void Who_tears_down_at_exit_is_told_once()
    {
        var exit = Told.By("6.19", Told.Shared("exit A"));
        Assert.NotEmpty(exit.Ranges);
        Assert.Equal(new(1, 1, 4), Of(exit, "kvm"));
        Assert.Equal(new(1, 1, 4), Of(exit, "xe"));
        // An interval stays until it is taken away: RELEASE, and then what is unmapped.
        Assert.Equal(new(1 + exit.Ranges.Count, 1, 2048), Of(exit, "umem-odp"));
        Assert.Equal(new(4, 0, 0) { Told = 4 * (1 + exit.Ranges.Count), Invalidations = 4, Entries = 4 }, Of(exit, "nvidia-uvm"));
    }

    /// <summary>Counting alone counts as much as when every range is kept.</summary>
    [Theory]
    [InlineData("uffd-register A 9G..10G minor")]
    [InlineData("mprotect A 9G..10G r")]
    [InlineData("munmap A 9G..10G")]
    [InlineData("fork A C")]
    [InlineData("exit A")]
    public void Counting_alone_is_the_same_work(string statement)
    {
        var release = LinuxKernels.Named("6.19")!;
        using var text = new StringReader("file F 64G\n" + string.Join('\n', Told.Shared(statement)) + "\n");
        using var run = new NotifierRun(TraceParser.Parse("test.trace", text), release, consumers: ConsumerCatalog.In(release));
        var counted = run.Answers().Last().Told;
        Assert.Empty(counted.Ranges);
        Assert.Empty(counted.Unbalanced);
        Assert.Equal(Told.By("6.19", Told.Shared(statement)).Work, counted.Work);
    }

    /// <summary>4 pages of A, and room for 3: it ends as a trace whose tables don't fit does, not for want of memory.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Too_many_pages_to_keep_are_refused(long room)
    {
        using var text = new StringReader("file F 64G\n" + string.Join('\n', Registered) + "\n");
        var trace = TraceParser.Parse("test.trace", text);
        var ledger = new NotifierLedger([new Kvm()]) { LeavesMax = room };
        using var execution = new Execution<NotifierProbe>(trace, LinuxKernels.Default, new NotifierProbe(ledger));
        ledger.Attach(execution.Machine);
        foreach (var statement in trace.ProgramOrder.SkipLast(1)) Execute(statement);
        var last = trace.ProgramOrder.Last();
        var refused = Record.Exception(() => Execute(last));
        Assert.Equal(room < 4, refused is ArenaLimitException { Message: "kvm would hold more than the 3 pages that there is memory to keep" });

        void Execute(Statement statement)
        {
            ledger.StartStatement();
            execution.Execute(statement);
        }
    }

    /// <summary>What is held already takes no more room when it is told again, and what is dropped or gone makes room.</summary>
    [Fact]
    public void Pages_that_are_held_are_counted_once()
    {
        const string Text = "file F 64G\nmmap A F 9G..10G shared\ntouch A 9G..9G+8M\nmprotect A 9G..10G r\nmprotect A 9G..10G rw\nexit A\n"
            + "mmap B F 9G..10G shared\ntouch B 9G..9G+8M\nmunmap B 9G..10G\n";
        var trace = TraceParser.Parse("test.trace", new StringReader(Text));
        var ledger = new NotifierLedger(ConsumerCatalog.In(LinuxKernels.Default)) { LeavesMax = 4 * 9 };
        using var execution = new Execution<NotifierProbe>(trace, LinuxKernels.Default, new NotifierProbe(ledger));
        ledger.Attach(execution.Machine);
        foreach (var statement in trace.ProgramOrder)
        {
            ledger.StartStatement();
            if (statement is ExitStatement) ledger.Release(execution.Machine.ProcessOf("A"));
            execution.Execute(statement);
        }

        Assert.Equal(new(1, 1, 4), ledger.EndStatement().Work[ledger.Consumers.Index().Single(one => one.Item.Name == "kvm").Index]);
    }

    [Fact]
    public void A_statement_that_tells_nothing_is_no_work() =>
        Assert.All(Told.By("6.19", Told.Shared()).Work, work => Assert.Equal(default, work));

    [Fact]
    public void One_name_has_one_cost()
    {
        foreach (var same in ConsumerCatalog.All.GroupBy(consumer => consumer.Name)) Assert.Single(same.Select(consumer => consumer.Cost).Distinct());
    }

    /// <summary>Each number says how it was come by, and the least is at most the most.</summary>
    [Fact]
    public void Each_cost_has_a_source_and_an_interval() => Assert.All(ConsumerCatalog.All.SelectMany(consumer => consumer.Cost.Parts), cost =>
    {
        Assert.Matches("^(read|derived|assumed|by structure): ", cost.Source);
        Assert.InRange(cost.Nanoseconds, cost.Low, cost.High);
    });

    private static ConsumerWork Work(string release, string consumer, string[] lines) => Of(Told.By(release, lines), consumer, release);

    private static ConsumerWork Of(StatementNotifiers told, string consumer, string release = "6.19") =>
        ConsumerCatalog.In(LinuxKernels.Named(release)!).Zip(told.Work).Single(pair => pair.First.Name == consumer).Second;
}
