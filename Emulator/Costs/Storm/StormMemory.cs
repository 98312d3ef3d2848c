using Emulator.Native;

namespace Emulator.Costs;

/// <summary>What a storm needs of this machine's memory, about.</summary>
public static class StormMemory
{
    // Measured (peak resident, four storms of 10^3 to 10^6 touches): the program, a touch with its part of the exit, a table of the file.
    // The largest took half of this: steps have become smaller since.
    private const ulong Base = 100 << 20, EachTouch = 800, EachTable = 7000;

    public static ByteSize Of(StormOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (children, touches, gigabytes) = ((ulong)options.Children, (ulong)options.Touches, (ulong)options.Gigabytes);
        // A child has a PUD table for each 512G that it touches, and what is above them.
        var upper = Math.Min(touches, (gigabytes / 512) + 1) + 2;
        return new(Base + (children * touches * EachTouch) + (children * upper * 4096) + (gigabytes * EachTable));
    }
}
