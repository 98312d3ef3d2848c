namespace Tests.Walks;

/// <summary>Who touched a 1G before the registration; whether that shares a table is the rules' to say.</summary>
internal enum SlotState
{
    Nobody,
    A,

    /// <summary>A, then B, which maps the whole file: shared where A's mapping contains the whole 1G.</summary>
    AThenB,
}
