namespace Emulator.Kernel;

/// <summary>
/// struct mmu_gather: what must still be flushed or synced, as a value that can't leave the function that opened it. It is
/// paid by huge_pmd_unshare_flush and tlb_finish_mmu; to dispose of it unpaid is reported.
/// </summary>
public readonly ref struct Gather
{
    private readonly Machine _machine;

    internal Gather(Machine machine, GatherState state)
    {
        _machine = machine;
        State = state;
    }

    internal GatherState State { get; }

    /// <summary>Is this a gather at all? Releases before the mmu_gather rework pass none: <c>default</c>.</summary>
    internal bool IsOpen => State is not null;

    public void Dispose()
    {
        if (!IsOpen || _machine.IsStuck) return;
        if (State.IsFinished && !State.OwesFlush && !State.HasFullyUnshared) return;
        var debt = State switch
        {
            { HasFullyUnshared: true } => "tlb_remove_table_sync_one",
            { OwesFlush: true } => $"a flush of {State.Range}",
            _ => "tlb_finish_mmu",
        };
        _machine.Report(new("obligation unpaid", $"a gather of {State.Mm.Name} ended and still owed {debt}")
        {
            Process = State.Mm.Name,
            Range = State is { OwesFlush: true, IsFullMm: false, Range.IsEmpty: false } ? State.Range : null,
        });
    }
}
