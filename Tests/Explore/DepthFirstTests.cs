using Emulator.Explore;
using Emulator.Probes;

namespace Tests.Explore;

/// <summary>The search finds every outcome, and with reduction the same ones by fewer executions.</summary>
public class DepthFirstTests
{
    /// <summary>Each reads a cell, and writes one more: an update can be lost.</summary>
    private static void Increment(Litmus on, Actor actor) => on.Write(actor, 0, on.Read(actor, 0) + 1);

    /// <summary>Dekker: each says that it comes, and looks whether the other does.</summary>
    private static Action<Litmus, Actor> Dekker(int own, int other) => (on, actor) =>
    {
        on.Write(actor, own, 1);
        on.Write(actor, own + 4, on.Read(actor, other) + 1);
    };

    private static Action<Litmus, Actor> Locked(Action<Litmus, Actor> body) => (on, actor) =>
    {
        on.Lock(actor, 0);
        body(on, actor);
        on.Unlock(actor, 0);
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_update_is_lost_without_a_lock_and_never_with_one(bool reduces)
    {
        using var racy = new Litmus(Increment, Increment, Increment).Explore(reduces);
        Assert.Equal(["1", "2", "3"], racy.Outcomes.Select(outcome => outcome[..1]));
        using var locked = new Litmus(Locked(Increment), Locked(Increment), Locked(Increment)).Explore(reduces);
        Assert.Equal(["3"], locked.Outcomes.Select(outcome => outcome[..1]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Three_of_four_ends_of_dekker_happen(bool reduces)
    {
        using var litmus = new Litmus(Dekker(0, 1), Dekker(1, 0)).Explore(reduces);
        // Never do both miss the other.
        Assert.Equal(["1 2", "2 1", "2 2"], litmus.Outcomes.Select(outcome => outcome.Split(' ')[4] + " " + outcome.Split(' ')[5]));
    }

    [Fact]
    public void Actors_that_share_nothing_run_once()
    {
        using var litmus = new Litmus((on, actor) => on.Write(actor, 0, 1), (on, actor) => on.Write(actor, 1, 1)).Explore(reduces: true);
        Assert.Equal(1, litmus.Executions);
        using var whole = new Litmus((on, actor) => on.Write(actor, 0, 1), (on, actor) => on.Write(actor, 1, 1)).Explore(reduces: false);
        Assert.Equal(2, whole.Executions);
        Assert.Equal(whole.Outcomes, litmus.Outcomes);
    }

    [Fact]
    public void Readers_of_a_cell_that_nobody_writes_run_once()
    {
        using var litmus = new Litmus((on, actor) => on.Read(actor, 0), (on, actor) => on.Read(actor, 0)).Explore(reduces: true);
        Assert.Equal(1, litmus.Executions);
    }

    /// <summary>n writers of one cell: n! orders, each with an outcome of its own where the cell keeps them all.</summary>
    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 6)]
    [InlineData(4, 24)]
    public void Every_order_of_writers_is_an_outcome(int writers, int orders)
    {
        static Action<Litmus, Actor> Append(int digit) => (on, actor) => on.Atomic(actor, () => on.Write(actor, 0, (on.Read(actor, 0) * 10) + digit));
        using var litmus = new Litmus([.. Enumerable.Range(1, writers).Select(Append)]).Explore(reduces: true);
        Assert.Equal(orders, litmus.Outcomes.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_locks_in_two_orders_are_a_deadlock(bool reduces)
    {
        static Action<Litmus, Actor> Take(int first, int second) => (on, actor) =>
        {
            on.Lock(actor, first);
            on.Lock(actor, second);
            on.Write(actor, actor.Number, 1);
            on.Unlock(actor, second);
            on.Unlock(actor, first);
        };
        using var crossed = new Litmus(Take(0, 1), Take(1, 0)).Explore(reduces);
        Assert.Equal(["P0 waits for page table lock, which P1 has; P1 waits for page table lock, which P0 has"], crossed.Deadlocks);
        using var ordered = new Litmus(Take(0, 1), Take(0, 1)).Explore(reduces);
        Assert.Empty(ordered.Deadlocks);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Readers_share_a_lock_and_a_writer_shuts_them_out(bool reduces)
    {
        static void Reader(Litmus on, Actor actor)
        {
            on.Lock(actor, 0, LockMode.Read);
            on.Write(actor, actor.Number + 1, on.Read(actor, 0));
            on.Unlock(actor, 0, LockMode.Read);
        }

        static void Writer(Litmus on, Actor actor)
        {
            on.Lock(actor, 0);
            on.Write(actor, 0, 1);
            on.Write(actor, 0, 2);
            on.Unlock(actor, 0);
        }

        using var litmus = new Litmus(Reader, Reader, Writer).Explore(reduces);
        Assert.Equal(["2 0 0", "2 0 2", "2 2 0", "2 2 2"], litmus.Outcomes.Select(outcome => outcome[..5]));
    }

    /// <summary>Random programs over a few cells and locks: the reduced search ends in the same states as the whole one.</summary>
    [Fact]
    public void Reduction_loses_no_outcome()
    {
        var random = new Random(1);
        var (reducedRuns, wholeRuns) = (0, 0);
        for (var i = 0; i < 60; i++)
        {
            Action<Litmus, Actor>[] bodies = [.. Enumerable.Range(0, 2 + (i % 2)).Select(_ => RandomBody(random))];
            using var whole = new Litmus(bodies).Explore(reduces: false);
            using var reduced = new Litmus(bodies).Explore(reduces: true);
            Assert.Equal(whole.Outcomes, reduced.Outcomes);
            Assert.Equal(whole.Deadlocks.Count > 0, reduced.Deadlocks.Count > 0);
            reducedRuns += reduced.Executions;
            wholeRuns += whole.Executions;
        }

        Assert.True(reducedRuns * 2 < wholeRuns, $"{reducedRuns} executions with reduction, {wholeRuns} without");
    }

    private static Action<Litmus, Actor> RandomBody(Random random)
    {
        var steps = Enumerable.Range(0, 4).Select(_ => (Kind: random.Next(4), Cell: random.Next(5), Other: random.Next(5))).ToList();
        return (on, actor) =>
        {
            foreach (var (kind, cell, other) in steps)
            {
                switch (kind)
                {
                    case 0:
                        on.Write(actor, cell, actor.Number + 1);
                        break;
                    case 1:
                        on.Write(actor, cell, on.Read(actor, other) + 10);
                        break;
                    case 2:
                        on.Lock(actor, cell % 2);
                        on.Write(actor, 5, (on.Read(actor, 5) * 3) + actor.Number);
                        on.Unlock(actor, cell % 2);
                        break;
                    default:
                        on.Atomic(actor, () => on.Write(actor, other, on.Read(actor, cell) + 1));
                        break;
                }
            }
        };
    }
}
