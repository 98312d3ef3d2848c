using Emulator.Native;

namespace Emulator.Scenarios;

/// <summary>What the statements of a random trace have drawn so far.</summary>
internal sealed class Drawing(Dice dice)
{
    private const int PagesMax = 200;

    public Dice Dice => dice;

    public List<DrawnFile> Files { get; } = [];

    /// <summary>Those that live.</summary>
    public List<DrawnProcess> Processes { get; } = [];

    public PageBudget Budget { get; } = new(PagesMax);

    public int Forks { get; set; }

    /// <summary>CPUs of the machine.</summary>
    public int Cpus { get; set; } = MachineStatement.CpusDefault;

    /// <summary>A process, one with mappings if there is one.</summary>
    public DrawnProcess AnyProcess()
    {
        var mapped = Processes.FindAll(one => one.Mappings.Count > 0);
        return dice.Of(mapped.Count > 0 ? mapped : Processes);
    }

    /// <summary>A mapping of the process, mostly of 2 MB pages; null where it has none.</summary>
    public DrawnMapping? AnyMapping(DrawnProcess process, bool withGiga = true)
    {
        var candidates = process.Mappings.FindAll(one => !one.File.IsGiga || (withGiga && dice.Chance(30)));
        return candidates.Count > 0 ? dice.Of(candidates) : null;
    }
}
