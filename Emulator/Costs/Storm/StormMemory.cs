using Emulator.Native;

namespace Emulator.Costs;

/// <summary>What a storm needs of this machine's memory, about.</summary>
public static class StormMemory
{
    // Measured (peak resident, four storms of 10^3 to 10^6 touches): the program, a touch with its part of the exit, a table of the file.
    // The largest took half of this: steps have become smaller since. A G of the mapping is a table of the storm and one of the bystander: 12300.
    private const ulong Base = 100 << 20, EachTouch = 800, EachGigabyte = 13_000;

    /// <summary>A touch with its part of the exit, when the recording is over: measured 200, with two recordings kept of 400,000 touches.</summary>
    private const ulong EachTouchKept = 400;

    /// <param name="kept">Recordings of other releases that are kept meanwhile.</param>
    public static ByteSize Of(StormOptions options, int kept = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(kept);
        var (children, touches, gigabytes) = ((ulong)options.Children, (ulong)options.Touches, (ulong)options.Gigabytes);
        // A child has a PUD table for each 512G that it touches, and what is above them.
        var upper = Math.Min(touches, (gigabytes / 512) + 1) + 2;
        return new(Base + (children * touches * (EachTouch + ((ulong)kept * EachTouchKept))) + (children * upper * 4096) + (gigabytes * EachGigabyte));
    }
}
