using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Host;
using Emulator.Native;
using Emulator.Probes;
using Emulator.Releases;
using Emulator.Scenarios;

namespace Tests.Costs;

public class ShapesTests
{
    private static readonly List<Shape> All = [.. Shapes.Calibration, .. Shapes.HeldOut];

    [Fact]
    public void Nothing_that_is_predicted_was_fitted_to()
    {
        Assert.Equal(All.Count, All.Distinct().Count());
        Assert.True(Shapes.HeldOut.Count >= 40);
    }

    [Fact]
    public void Every_shape_is_a_trace_that_a_real_kernel_can_run_and_that_ends_well()
    {
        Assert.All(All.Where(shape => shape.Size <= 512), shape =>
        {
            HostPreconditions.Check(shape.Parse(), [0, 1]);
            var answers = AnswersTo(shape);
            Assert.All(answers, answer => Assert.Equal("0", answer.Outcome.Result));
            Assert.All(answers, answer => Assert.Equal(0, answer.Outcome.Sigbus + answer.Outcome.Sigsegv));
        });
    }

    /// <summary>No page is cleared while the clock runs.</summary>
    [Fact]
    public void The_last_statement_makes_no_page() => Assert.All(
        All.Where(shape => shape.Size <= 512), shape => Assert.Equal(0, AnswersTo(shape)[^1].Calls[KernelFunction.FolioZeroUser]));

    [Theory]
    [InlineData(1, ShapeThread.None, 0, 0)]
    [InlineData(2, ShapeThread.Other, 4, 1)]
    [InlineData(3, ShapeThread.None, 4, 0)]
    [InlineData(2, ShapeThread.Own, 4, 2)]
    public void Sharers_and_threads_decide_what_is_unshared_and_interrupted(int sharers, ShapeThread thread, long unshared, long ipis)
    {
        var answer = AnswersTo(new(ShapeSubject.Register, 4, sharers, thread))[^1];
        Assert.Equal(unshared, answer.Tally.Unshared);
        Assert.Equal(ipis, answer.Tally.FlushIpis + answer.Tally.SyncIpis);
    }

    [Fact]
    public void A_table_that_is_locked_after_another_is_a_miss()
    {
        Assert.Equal(64, AnswersTo(new(ShapeSubject.Register, 64))[^1].Calls[KernelFunction.TableMiss]);
        Assert.Equal(4, AnswersTo(new(ShapeSubject.Mprotect, 4))[^1].Calls[KernelFunction.TableMiss]);
        Assert.Equal(4 * 512, AnswersTo(new(ShapeSubject.Mprotect, 4))[^1].Calls[KernelFunction.HugePteLock]);
    }

    /// <summary>
    /// What a hypervisor that shadows page tables has to do: the first write, each table of pages, and once the third write to one table or the first
    /// to a second.
    /// </summary>
    [Theory]
    [InlineData(ShapeSubject.RegisterAbsent, 8, 1, 0, 0, 0)]
    [InlineData(ShapeSubject.Register, 8, 1, 0, 0, 0)]
    [InlineData(ShapeSubject.Register, 1, 3, 1, 0, 0)]
    [InlineData(ShapeSubject.Register, 2, 3, 1, 0, 0)]
    [InlineData(ShapeSubject.Register, 3, 3, 1, 0, 1)]
    [InlineData(ShapeSubject.Register, 64, 3, 1, 0, 1)]
    [InlineData(ShapeSubject.Mprotect, 1, 1, 1, 1, 0)]
    [InlineData(ShapeSubject.Mprotect, 2, 1, 1, 2, 1)]
    [InlineData(ShapeSubject.Mprotect, 16, 1, 1, 16, 1)]
    [InlineData(ShapeSubject.MprotectPages, 2, 1, 1, 1, 0)]
    [InlineData(ShapeSubject.MprotectPages, 3, 1, 1, 1, 1)]
    [InlineData(ShapeSubject.MprotectPages, 512, 1, 1, 1, 1)]
    public void Tables_that_are_written_are_counted(ShapeSubject subject, int size, int sharers, long first, long tables, long more)
    {
        var calls = AnswersTo(new(subject, size, sharers))[^1].Calls;
        Assert.Equal((first, tables, more), (calls[KernelFunction.ShadowWrite], calls[KernelFunction.ShadowTable], calls[KernelFunction.ShadowZap]));
    }

    /// <summary>A table is one of a mm, and of a level.</summary>
    [Fact]
    public void Other_tables_at_the_same_address_are_others()
    {
        var calls = Writing((1, new(1UL << 40), Pmd.Shift), (1, new((1UL << 40) + Pmd.Span), Pmd.Shift), (2, new(1UL << 40), Pmd.Shift));
        Assert.Equal((1, 2, 1), (calls[KernelFunction.ShadowWrite], calls[KernelFunction.ShadowTable], calls[KernelFunction.ShadowZap]));
        calls = Writing((1, VirtAddr.Zero, Pud.Shift), (1, VirtAddr.Zero, P4d.Shift), (1, VirtAddr.Zero, Pgd.Shift));
        Assert.Equal((1, 0, 0), (calls[KernelFunction.ShadowWrite], calls[KernelFunction.ShadowTable], calls[KernelFunction.ShadowZap]));
    }

    private static List<Answer> AnswersTo(Shape shape)
    {
        using var run = new TraceRun(shape.Parse(), LinuxKernels.Default);
        return [.. run.Answers()];
    }

    private static CallTree Writing(params (int Mm, VirtAddr Address, int Shift)[] entries)
    {
        var (costs, calls) = (new CostEvents(), new CallTree());
        foreach (var (mm, address, shift) in entries) costs.Add(new Changed(mm, address, shift, Pte.None, Pte.None), calls);
        return calls;
    }
}
