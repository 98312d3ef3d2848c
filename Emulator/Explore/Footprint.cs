namespace Emulator.Explore;

/// <summary>What one transition reached: the step that was chosen, and the locks that the actor let go before its next one.</summary>
internal sealed class Footprint
{
    private readonly List<Step> _steps = [];

    internal void Clear() => _steps.Clear();

    internal void Add(Step step) => _steps.Add(step);

    internal Step[] Take()
    {
        var taken = _steps.ToArray();
        _steps.Clear();
        return taken;
    }

    internal static bool AreIndependent(Step[] one, Step[] other)
    {
        foreach (var a in one)
        {
            foreach (var b in other)
            {
                if (a.Conflicts(b)) return false;
            }
        }

        return true;
    }
}
