using Emulator.Native;

namespace Perf.Measure;

/// <summary>What results call a <see cref="SimdKernel"/>: by the instructions, as other programs do.</summary>
internal static class IsaName
{
    internal static string Of(SimdKernel kernel) => kernel switch
    {
        SimdKernel.Vector512 => "avx512",
        SimdKernel.Vector256 => "avx2",
        _ => "scalar",
    };
}
