namespace Tests.Checks;

/// <summary>One thing that is wrong with a <see cref="MutantWalk"/>.</summary>
internal enum WalkFault
{
    /// <summary>None: the walk must be clean.</summary>
    None,
    FlushLeftOut,
    FlushBeforeClear,
    FlushOnePage,
    FlushMissesOneCpu,
    FlushAfterIMmap,
    SyncBeforeClear,
    PvNotWaitedFor,
    GatherNotFinished,
    NotifierLeftOut,
    NotifierEndsShort,
    NotifierStartsLate,
    NotifierEndForgotten,
    CountDroppedTwice,
    CountNotDropped,
    IMmapNotTaken,
    IMmapForReading,
    IMmapNotReleased,
    IMmapTwice,
    IMmapBeforeVmaLock,
    VmaLockNotTaken,
    PageTableLockTwice,
    RoundsEndTooFar,
    StepsTooFar,
    SkipsEverySecond,
    ClearsWrongLevel,
    GoesBack,
}
