namespace Emulator.Notifiers;

/// <summary>Bytes of leaves whose entries changed within a range, by what became of them.</summary>
public readonly record struct ChangeBytes(ulong Removed, ulong Replaced, ulong Protected, ulong PresenceOnly)
{
    /// <summary>What nobody may go on using as it was.</summary>
    public ulong Needed => Removed + Replaced + Protected;

    public ChangeBytes Add(ChangeKind kind, ulong bytes) => kind switch
    {
        ChangeKind.Removed => this with { Removed = Removed + bytes },
        ChangeKind.Replaced => this with { Replaced = Replaced + bytes },
        ChangeKind.Protected => this with { Protected = Protected + bytes },
        _ => this with { PresenceOnly = PresenceOnly + bytes },
    };
}
