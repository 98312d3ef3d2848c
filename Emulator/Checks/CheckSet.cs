using Emulator.Kernel;

namespace Emulator.Checks;

/// <summary>Every check of one machine that one kernel drives.</summary>
public sealed class CheckSet
{
    public CheckSet(Machine machine, bool flushWaits)
    {
        Steps = new(machine, flushWaits);
        States = new(machine);
        Tables = new(machine, Steps);
        Promises = new(machine, Steps);
        Contents = new(machine, Steps);
        machine.Underway = Steps.Underway;
    }

    public StepChecks Steps { get; }

    public StateChecks States { get; }

    /// <summary>What the statement changed.</summary>
    public ChangedTables Tables { get; }

    public Promises Promises { get; }

    public Contents Contents { get; }

    /// <summary>The statement's accesses: true where they write, null where no program makes the access.</summary>
    public bool? IsWrite { get; set; }
}
