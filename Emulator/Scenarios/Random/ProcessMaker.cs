namespace Emulator.Scenarios;

/// <summary>Random fork, exit and threads.</summary>
internal static class ProcessMaker
{
    private const int LiveMax = 5;

    public static string? Fork(Drawing drawing, DrawnProcess process)
    {
        if (drawing.Processes.Count >= LiveMax) return null;
        var child = process.Fork($"K{++drawing.Forks}");
        drawing.Processes.Add(child);
        return $"fork {process.Name} {child.Name}";
    }

    public static string? Exit(Drawing drawing, DrawnProcess process)
    {
        // Nobody is left otherwise.
        if (drawing.Processes.Count < 2) return null;
        drawing.Processes.Remove(process);
        return $"exit {process.Name}";
    }

    public static string? Spin(Drawing drawing, DrawnProcess process)
    {
        // Two on one CPU take turns: which of them a flush finds there is chance.
        if (!process.Spins && drawing.Processes.Exists(other => other.Spins)) return null;
        process.Spins = !process.Spins;
        return $"spin {process.Name} {TraceLine.OnOff(process.Spins)}";
    }
}
