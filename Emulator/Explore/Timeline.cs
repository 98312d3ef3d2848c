using Emulator.Accounting;
using Emulator.Kernel;

namespace Emulator.Explore;

/// <summary>Writes the steps of an execution down that others can tell.</summary>
internal sealed class Timeline
{
    private readonly List<TimelineRow> _rows = [];
    private readonly SharedState _shared;
    private Machine? _machine;

    internal Timeline(Scene scene, SharedState shared)
    {
        _shared = shared;
        scene.BlockStarts = machine => _machine = machine;
        scene.Turns.Watch = Add;
    }

    internal IReadOnlyList<TimelineRow> Rows => _rows;

    private void Add(Actor actor, Step step)
    {
        if (!_shared.Contains(step.What)) return;
        var function = actor.Stack.Count == 0 ? "" : actor.Stack[^1].CName();
        _rows.Add(new(actor.Number, function, StepText.Of(step, _machine!)));
    }
}
