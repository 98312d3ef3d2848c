namespace Emulator.Costs;

/// <summary>The statement of a shape whose time is wanted, and the state that it meets.</summary>
public enum ShapeSubject
{
    /// <summary>uffd-register over tables with one page each.</summary>
    Register,

    /// <summary>uffd-register where there is no table.</summary>
    RegisterAbsent,

    /// <summary>uffd-register of a part, which splits the VMA at both ends.</summary>
    RegisterPart,

    /// <summary>mprotect over tables with one page each: 511 entries of each are empty.</summary>
    Mprotect,

    MprotectAbsent,

    /// <summary>mprotect over entries that all have a page.</summary>
    MprotectPages,

    Munmap,

    /// <summary>munmap of entries that all have a page.</summary>
    MunmapPages,

    /// <summary>First touches, each of which finds a table to share.</summary>
    TouchShared,

    /// <summary>First touches of pages that the file has, in tables that can't be shared.</summary>
    TouchCached,

    /// <summary>uffd-writeprotect over entries that all have a page.</summary>
    Writeprotect,

    /// <summary>madvise(MADV_DONTNEED) over entries that all have a page.</summary>
    Dontneed,
}
