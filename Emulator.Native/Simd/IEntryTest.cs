using System.Runtime.Intrinsics;

namespace Emulator.Native;

/// <summary>
/// A yes or no about each entry, for the loops over many tables (<see cref="TableCounting"/>, <see cref="TableMarking"/>): a struct, so
/// that a loop is compiled for each test with the test inlined. The scalar one is the specification.
/// </summary>
internal interface IEntryTest
{
    /// <summary>1 for yes, 0 for no.</summary>
    ulong Of(ulong entry);

    /// <summary>Each lane's sum with 1 added where its entry passes.</summary>
    Vector256<ulong> Add(Vector256<ulong> sums, Vector256<ulong> entries);

    Vector512<ulong> Add(Vector512<ulong> sums, Vector512<ulong> entries);

    /// <summary>Bit 63 is set in each lane whose entry passes, and clear in the others; the other bits say nothing.</summary>
    Vector256<ulong> Sign(Vector256<ulong> entries);

    Vector512<ulong> Sign(Vector512<ulong> entries);
}

/// <summary>What becomes of each entry, and whether it counts: a struct, as <see cref="IEntryTest"/>. The scalar one is the specification.</summary>
internal interface IEntryRewrite
{
    /// <param name="count">1 is added if the entry counts.</param>
    ulong Of(ulong entry, ref ulong count);

    /// <param name="counts">To each lane as much is added as one entry that counts adds: <see cref="CountShift"/> divides it out.</param>
    Vector256<ulong> Of(Vector256<ulong> entries, ref Vector256<ulong> counts);

    Vector512<ulong> Of(Vector512<ulong> entries, ref Vector512<ulong> counts);

    /// <summary>An entry that counts adds 1 shifted left by this in the vectors: a bit is summed up where it stands.</summary>
    int CountShift { get; }
}
