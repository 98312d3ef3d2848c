using System.Reflection;
using System.Runtime.Loader;
using Emulator.Native;
using Kernel = Emulator.Native.SimdKernel;

namespace Tests.Native;

/// <summary>Which kernel is chosen. It alone sets PTEMU_SIMD, which other tests' processes would inherit: so not in parallel.</summary>
[Collection(nameof(SimdTests))]
[CollectionDefinition(nameof(SimdTests), DisableParallelization = true)]
public class SimdTests
{
    private static readonly Kernel[] Narrow = [Kernel.Scalar, Kernel.Vector256];
    private static readonly Kernel[] All = [Kernel.Scalar, Kernel.Vector256, Kernel.Vector512];

    [Theory]
    [InlineData("scalar", Kernel.Scalar)]
    [InlineData("256", Kernel.Vector256)]
    [InlineData("512", Kernel.Vector512)]
    [InlineData("auto", Kernel.Vector512)]
    [InlineData("", Kernel.Vector512)]
    [InlineData(null, Kernel.Vector512)]
    public void A_force_that_can_be_met_is_met(string? asked, Kernel expected) =>
        Assert.Equal(expected, Simd.Select(asked, All));

    [Theory]
    [InlineData("auto", Kernel.Vector256)]
    [InlineData(null, Kernel.Vector256)]
    [InlineData("scalar", Kernel.Scalar)]
    public void Unforced_it_is_the_widest_there_is(string? asked, Kernel expected) =>
        Assert.Equal(expected, Simd.Select(asked, Narrow));

    [Fact]
    public void A_force_that_cannot_be_met_says_what_was_asked_and_what_is_there()
    {
        var refusal = Assert.Throws<PlatformNotSupportedException>(() => Simd.Select("512", Narrow));
        Assert.Equal(
            "PTEMU_SIMD=512 asks for Vector512, but this CPU and runtime can run only Scalar, Vector256", refusal.Message);
        Assert.Throws<PlatformNotSupportedException>(() => Simd.Select("256", [Kernel.Scalar]));
    }

    [Theory]
    [InlineData("avx2")]
    [InlineData("Scalar ")]
    [InlineData("2")]
    public void An_unknown_value_is_refused(string asked)
    {
        var refusal = Assert.Throws<FormatException>(() => Simd.Select(asked, All));
        Assert.Equal($"PTEMU_SIMD={asked} is none of scalar, 256, 512, auto", refusal.Message);
    }

    [Fact]
    public void What_is_available_can_run()
    {
        Assert.Contains(Kernel.Scalar, Simd.Available);
        Assert.All(Enum.GetValues<Kernel>(), kernel =>
            Assert.Equal(Simd.Available.Contains(kernel), Simd.CanRun(kernel)));
        Assert.Equal(Simd.Select(), Simd.Active);
        Assert.False(Simd.CanRun((Kernel)3));
        var refusal = Assert.Throws<PlatformNotSupportedException>(() => Simd.Require((Kernel)3));
        Assert.StartsWith("the caller asks for 3, but", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>The variable itself, in a second copy of the assembly whose statics are not set yet, as a new process has it.</summary>
    [Fact]
    public void The_variable_forces_and_a_bad_one_surfaces_as_itself()
    {
        Assert.Equal("Scalar", InFreshCopy("scalar", "Select").ToString());
        Assert.Equal("Scalar", InFreshCopy("scalar", "get_Active").ToString());
        foreach (var method in new[] { "Select", "get_Active" })
        {
            var thrown = Assert.Throws<TargetInvocationException>(() => InFreshCopy("nonsense", method));
            Assert.IsType<FormatException>(thrown.InnerException);
        }

        if (Simd.CanRun(Kernel.Vector512)) return;
        var refused = Assert.Throws<TargetInvocationException>(() => InFreshCopy("512", "Select"));
        Assert.IsType<PlatformNotSupportedException>(refused.InnerException);
    }

    private static object InFreshCopy(string asked, string method)
    {
        // First, so that the copy under test in this process keeps what it was started with.
        var before = Simd.Active;
        var variable = Environment.GetEnvironmentVariable(Simd.Variable);
        var context = new AssemblyLoadContext(asked, isCollectible: true);
        try
        {
            Environment.SetEnvironmentVariable(Simd.Variable, asked);
            var copy = context.LoadFromAssemblyPath(typeof(Simd).Assembly.Location);
            var simd = copy.GetType(typeof(Simd).FullName!, throwOnError: true)!;
            return simd.GetMethod(method, Type.EmptyTypes)!.Invoke(null, null)!;
        }
        finally
        {
            Environment.SetEnvironmentVariable(Simd.Variable, variable);
            context.Unload();
            Assert.Equal(before, Simd.Active);
        }
    }

    /// <summary>The kernel's word for it.</summary>
    [Fact]
    public void An_Intel_is_known()
    {
        var vendor = File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("vendor_id", StringComparison.Ordinal)).Split(": ")[^1];
        Assert.Equal(vendor == "GenuineIntel", Simd.IsIntel);
    }
}
