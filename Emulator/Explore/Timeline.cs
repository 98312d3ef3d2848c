using Emulator.Kernel;
using Emulator.Probes;

namespace Emulator.Explore;

/// <summary>Writes the steps of an execution down, and leaves those in which two actors met: one of them changed what both reach.</summary>
internal sealed class Timeline
{
    private const int LoopMax = 4;

    private readonly List<(Step Step, TimelineRow Row)> _all = [];
    private Machine? _machine;

    internal Timeline(Scene scene)
    {
        scene.BlockStarts = machine => _machine = machine;
        scene.Turns.Watch = Add;
    }

    internal IReadOnlyList<TimelineRow> Rows
    {
        get
        {
            var met = new SharedState();
            foreach (var (step, row) in _all) met.Note(row.Actor, step);
            met.Renew();
            return Folded([.. _all.Where(one => met.Contains(one.Step.What)).Select(one => one.Row)]);
        }
    }

    private void Add(Actor actor, Step step)
    {
        if (step.Kind is StepKind.UnlockRead or StepKind.UnlockWrite && step.What.Kind != StateKind.Interrupts) return;
        var function = actor.Stack.Count == 0 ? "" : actor.Stack[^1].CName();
        _all.Add((step, new(actor.Number, actor.Statement, function, StepText.Of(step, _machine!))));
    }

    /// <summary>A loop's body that comes again and again stands once, with how often.</summary>
    private static List<TimelineRow> Folded(List<TimelineRow> rows)
    {
        var folded = new List<TimelineRow>();
        for (var at = 0; at < rows.Count;)
        {
            var (length, times) = LongestLoop(rows, at);
            for (var i = 0; i < length; i++) folded.Add(rows[at + i] with { Times = times });
            at += length * times;
        }

        return folded;
    }

    private static (int Length, int Times) LongestLoop(List<TimelineRow> rows, int at)
    {
        var best = (Length: 1, Times: 1);
        for (var length = 1; length <= LoopMax; length++)
        {
            var times = 1;
            while (IsAgain(rows, at, length, times)) times++;
            if (times > 1 && length * times > best.Length * best.Times) best = (length, times);
        }

        return best;
    }

    private static bool IsAgain(List<TimelineRow> rows, int at, int length, int times)
    {
        if (at + (length * (times + 1)) > rows.Count) return false;
        for (var i = 0; i < length; i++)
        {
            if (rows[at + i] != rows[at + (length * times) + i]) return false;
        }

        return true;
    }
}

/// <summary>One step of an execution that another actor can tell.</summary>
/// <param name="Actor">The number of the actor.</param>
/// <param name="Statement">What the actor carries out, as the trace has it.</param>
/// <param name="Function">The kernel function that it is in; empty where the hardware walks.</param>
/// <param name="What">What it does, in words.</param>
/// <param name="Times">So often in a row, with the rows of the same group.</param>
public sealed record TimelineRow(int Actor, string Statement, string Function, string What, int Times = 1);
