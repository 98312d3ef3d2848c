namespace Emulator.Costs;

/// <summary>The shapes that a calibration measures, and those that it must predict without having seen them.</summary>
public static class Shapes
{
    /// <summary>What the fit sees.</summary>
    public static IReadOnlyList<Shape> Calibration { get; } =
    [
        .. Of(ShapeSubject.RegisterAbsent, [1, 64, 512, 4096]),
        .. Of(ShapeSubject.Register, [1, 4, 16, 64, 256, 1024, 4096]),
        .. Of(ShapeSubject.Register, [1, 16, 64, 256, 512], sharers: 2, ShapeThread.Other),
        .. Of(ShapeSubject.Register, [1, 64, 512], sharers: 2, ShapeThread.Own),
        .. Of(ShapeSubject.Register, [1, 32, 128, 512], sharers: 3),
        .. Of(ShapeSubject.Register, [64, 256], sharers: 16),
        .. Of(ShapeSubject.Register, [16, 256], sharers: 3, ShapeThread.Own),
        .. Of(ShapeSubject.RegisterPart, [3, 33, 257]),
        .. Of(ShapeSubject.RegisterPart, [3, 65], sharers: 3),
        .. Of(ShapeSubject.RegisterPart, [65], sharers: 2, ShapeThread.Other),
        .. Of(ShapeSubject.MprotectAbsent, [1, 64, 512, 4096]),
        .. Of(ShapeSubject.Mprotect, [1, 4, 16, 64, 128]),
        .. Of(ShapeSubject.Mprotect, [1, 64, 384], sharers: 3),
        .. Of(ShapeSubject.Mprotect, [64, 384], sharers: 2, ShapeThread.Other),
        .. Of(ShapeSubject.Mprotect, [1, 16], thread: ShapeThread.Own),
        .. Of(ShapeSubject.MprotectPages, [1, 16, 64, 256, 512]),
        .. Of(ShapeSubject.MprotectPages, [16, 256], thread: ShapeThread.Own),
        .. Of(ShapeSubject.Munmap, [1, 4, 16, 64]),
        .. Of(ShapeSubject.Munmap, [1, 64, 384], sharers: 3),
        .. Of(ShapeSubject.Munmap, [64, 384], sharers: 2, ShapeThread.Other),
        .. Of(ShapeSubject.MunmapPages, [1, 16, 128, 512]),
        .. Of(ShapeSubject.MunmapPages, [64], thread: ShapeThread.Own),
        .. Of(ShapeSubject.TouchShared, [1, 16, 128, 512], sharers: 2),
        .. Of(ShapeSubject.TouchCached, [1, 16, 128, 512]),
        .. Of(ShapeSubject.Writeprotect, [1, 16, 128, 512]),
        .. Of(ShapeSubject.Dontneed, [1, 16, 128, 512]),
    ];

    /// <summary>
    /// What it does not see: other sizes and other numbers of sharers of the same statements, between those that it sees. All take 5 us or more here.
    /// </summary>
    public static IReadOnlyList<Shape> HeldOut { get; } =
    [
        .. Of(ShapeSubject.RegisterAbsent, [1500, 3000]),
        .. Of(ShapeSubject.Register, [100, 400, 750, 1500, 2500]),
        .. Of(ShapeSubject.Register, [8, 100, 600], sharers: 2, ShapeThread.Other),
        .. Of(ShapeSubject.Register, [24, 200], sharers: 2, ShapeThread.Own),
        .. Of(ShapeSubject.Register, [90, 300, 700], sharers: 4),
        .. Of(ShapeSubject.Register, [150], sharers: 12),
        .. Of(ShapeSubject.RegisterPart, [130, 500]),
        .. Of(ShapeSubject.RegisterPart, [150], sharers: 3),
        .. Of(ShapeSubject.MprotectAbsent, [1500]),
        .. Of(ShapeSubject.Mprotect, [2, 10, 40, 90]),
        .. Of(ShapeSubject.Mprotect, [150, 350], sharers: 4),
        .. Of(ShapeSubject.Mprotect, [200], sharers: 2, ShapeThread.Other),
        .. Of(ShapeSubject.MprotectPages, [100, 400]),
        .. Of(ShapeSubject.Munmap, [3, 10, 40]),
        .. Of(ShapeSubject.Munmap, [300], sharers: 4),
        .. Of(ShapeSubject.MunmapPages, [90, 350]),
        .. Of(ShapeSubject.TouchShared, [60, 350], sharers: 2),
        .. Of(ShapeSubject.TouchCached, [70, 300]),
        .. Of(ShapeSubject.Writeprotect, [80]),
        .. Of(ShapeSubject.Dontneed, [80, 300]),
    ];

    private static IEnumerable<Shape> Of(
        ShapeSubject subject, int[] sizes, int sharers = 1, ShapeThread thread = ShapeThread.None) =>
        sizes.Select(size => new Shape(subject, size, sharers, thread));
}
