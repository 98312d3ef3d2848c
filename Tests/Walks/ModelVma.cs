namespace Tests.Walks;

/// <summary>A MAP_SHARED mapping of the model: addresses, the file offset of its start, and is it registered for WP or MINOR.</summary>
internal sealed class ModelVma(char process, ulong start, ulong end, ulong offset)
{
    public char Process => process;

    public ulong Start => start;

    public ulong End { get; set; } = end;

    public ulong Offset => offset;

    public bool IsRegistered { get; set; }

    /// <summary>Is the whole 1G in it?</summary>
    public bool ContainsSlot(ulong slot) => start <= slot * SharingModel.G && (slot + 1) * SharingModel.G <= End;
}
