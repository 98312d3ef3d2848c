namespace Emulator.Notifiers;

/// <summary>What became of a leaf whose entry changed, by the end of the statement.</summary>
public enum ChangeKind
{
    /// <summary>The mm maps nothing there any more, or the file has another page, or none: what is held must go.</summary>
    Removed,

    /// <summary>Another page is mapped: what is held must go.</summary>
    Replaced,

    /// <summary>The same page with fewer rights: what is held must be reduced.</summary>
    Protected,

    /// <summary>
    /// Only the way to it went: the entry, or the whole table, is gone, and a fault maps the same page with the same rights. What is
    /// held is still true.
    /// </summary>
    PresenceOnly,
}
