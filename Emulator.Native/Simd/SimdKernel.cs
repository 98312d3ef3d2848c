namespace Emulator.Native;

/// <summary>A way to run the table operations. Every one gives the same answers; <see cref="Scalar"/> is the specification.</summary>
public enum SimdKernel
{
    /// <summary>One entry at a time, on any CPU.</summary>
    Scalar,

    /// <summary>4 entries at a time; needs AVX2, whose gather .NET offers and whose packs the bitmaps use.</summary>
    Vector256,

    /// <summary>8 entries at a time, one cache line; needs AVX-512 F, BW, DQ and VL, which the runtime turns on together.</summary>
    Vector512,
}
