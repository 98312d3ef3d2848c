using FsCheck;
using FsCheck.Fluent;

namespace Tests.Native;

internal static class RandomBits
{
    /// <summary>64 bits, each as likely 0 as 1: FsCheck's own numbers are small ones first.</summary>
    internal static Arbitrary<ulong> Of64 { get; } = Gen.Choose(0, ushort.MaxValue).ArrayOf(4)
        .Select(words => words.Aggregate(0UL, (bits, word) => (bits << 16) | (uint)word)).ToArbitrary();
}
