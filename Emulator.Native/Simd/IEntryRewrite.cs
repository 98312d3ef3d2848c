using System.Runtime.Intrinsics;

namespace Emulator.Native;

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
