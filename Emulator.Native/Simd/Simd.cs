using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Emulator.Native;

/// <summary>
/// Which <see cref="SimdKernel"/> the table operations use: the widest that can run here, or what the environment variable
/// PTEMU_SIMD=scalar|256|512|auto forces. A force that can't be met is refused, never ignored.
/// </summary>
public static class Simd
{
    public const string Variable = "PTEMU_SIMD";

    /// <summary>The kernels that this CPU and this runtime can run, narrowest first.</summary>
    public static IReadOnlyList<SimdKernel> Available { get; } = Runnable();

    // The type's initializer must not throw: the program would see a TypeInitializationException. So a refusal is kept as
    // a flag, and these two are plain static readonly values that the JIT folds: a dispatch on Active costs nothing.
    private static readonly string? Asked = Environment.GetEnvironmentVariable(Variable);
    private static readonly bool IsRefused = Refusal(Asked, Available, out _) is not null;
    private static readonly SimdKernel Chosen = Refusal(Asked, Available, out var kernel) is null ? kernel : SimdKernel.Scalar;

    /// <summary>The kernel that the operations use if none is named. Throws as <see cref="Select()"/> does.</summary>
    public static SimdKernel Active
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (IsRefused) Select();
            return Chosen;
        }
    }

    /// <summary>Says which kernel is active; a program calls it early, so that a bad <see cref="Variable"/> ends it cleanly.</summary>
    /// <exception cref="PlatformNotSupportedException">The forced kernel can't run here.</exception>
    /// <exception cref="FormatException">The variable's value is none of the four.</exception>
    public static SimdKernel Select() => Select(Asked, Available);

    /// <summary>Can this CPU and this runtime run it? A constant to the JIT.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool CanRun(SimdKernel kernel) => kernel switch
    {
        SimdKernel.Scalar => true,
        SimdKernel.Vector256 => Vector256.IsHardwareAccelerated && Avx2.IsSupported,
        // Not Vector512.IsHardwareAccelerated: that is the runtime's taste, which on Skylake-X and its kin is 256 bits. A scan is not slowed.
        SimdKernel.Vector512 => Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported && Avx2.IsSupported,
        _ => false,
    };

    internal static SimdKernel Select(string? asked, IReadOnlyList<SimdKernel> available) =>
        Refusal(asked, available, out var kernel) is { } refusal ? throw refusal : kernel;

    /// <summary>Refuses a kernel that a caller named and that can't run here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Require(SimdKernel kernel)
    {
        if (!CanRun(kernel)) throw NotAvailable($"the caller asks for {kernel}", Available);
    }

    /// <summary>
    /// "GenuineIntel": some loops suit the prefetchers of one vendor. The CPU is asked each time: whoever scans keeps the answer, and no start asks.
    /// </summary>
    internal static bool IsIntel => X86Base.IsSupported && X86Base.CpuId(0, 0) is (_, 0x756e6547, 0x6c65746e, 0x49656e69);

    private static Exception? Refusal(string? asked, IReadOnlyList<SimdKernel> available, out SimdKernel kernel)
    {
        kernel = available[^1];
        switch (asked)
        {
            case null or "" or "auto": return null;
            case "scalar": kernel = SimdKernel.Scalar; break;
            case "256": kernel = SimdKernel.Vector256; break;
            case "512": kernel = SimdKernel.Vector512; break;
            default: return new FormatException($"{Variable}={asked} is none of scalar, 256, 512, auto");
        }

        foreach (var one in available)
        {
            if (one == kernel) return null;
        }

        return NotAvailable($"{Variable}={asked} asks for {kernel}", available);
    }

    // Every run begins here: loops over arrays, because queries over an enum would be compiled by the JIT each time.
    private static SimdKernel[] Runnable()
    {
        var runnable = new SimdKernel[3];
        var count = 0;
        if (CanRun(SimdKernel.Scalar)) runnable[count++] = SimdKernel.Scalar;
        if (CanRun(SimdKernel.Vector256)) runnable[count++] = SimdKernel.Vector256;
        if (CanRun(SimdKernel.Vector512)) runnable[count++] = SimdKernel.Vector512;
        return runnable[..count];
    }

    private static PlatformNotSupportedException NotAvailable(string what, IReadOnlyList<SimdKernel> available) =>
        new($"{what}, but this CPU and runtime can run only {string.Join(", ", available)}");
}

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
