using Emulator.Native;
using Xunit.Abstractions;

namespace Tests.Perf;

/// <summary>
/// Every lane that CI runs is proved to be that lane: <c>ptemu isa</c> in a process with the lane's environment names the active
/// kernel, which must be the one that follows from this CPU. What a CPU can't run, it must refuse.
/// </summary>
public class IsaLaneTests(ITestOutputHelper log)
{
    private static readonly HashSet<string> Flags = [.. CpuInfo("flags").Split(' ')];

    private static readonly bool HasAvx2 = Flags.Contains("avx2");

    private static readonly bool HasAvx512 = HasAvx2 && Flags.IsSupersetOf(["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]);

    private static readonly SimdKernel Widest = HasAvx512 ? SimdKernel.Vector512 : Until256;

    private static SimdKernel Until256 => HasAvx2 ? SimdKernel.Vector256 : SimdKernel.Scalar;

    public static TheoryData<string, SimdKernel, SimdKernel> Lanes => new()
    {
        { "", Widest, Widest },
        { "DOTNET_EnableAVX512=0", Until256, Until256 },
        { "DOTNET_EnableAVX2=0", SimdKernel.Scalar, SimdKernel.Scalar },
        { "DOTNET_EnableHWIntrinsic=0", SimdKernel.Scalar, SimdKernel.Scalar },
        { "PTEMU_SIMD=auto", Widest, Widest },
        { "PTEMU_SIMD=scalar", SimdKernel.Scalar, Widest },
        { "PTEMU_SIMD=256", SimdKernel.Vector256, Widest },
        { "PTEMU_SIMD=512", SimdKernel.Vector512, Widest },
        { "PTEMU_SIMD=512 DOTNET_EnableAVX512=0", SimdKernel.Vector512, Until256 },
        { "PTEMU_SIMD=256 DOTNET_EnableAVX2=0", SimdKernel.Vector256, SimdKernel.Scalar },
        { "PTEMU_SIMD=256 DOTNET_EnableAVX512=0", SimdKernel.Vector256, Until256 },
        { "PTEMU_SIMD=scalar DOTNET_EnableHWIntrinsic=0", SimdKernel.Scalar, SimdKernel.Scalar },
    };

    [Theory]
    [MemberData(nameof(Lanes))]
    public void The_lane_runs_its_kernel_or_is_refused(string environment, SimdKernel asked, SimdKernel widest)
    {
        var result = ChildProcess.RunIn(Variables(environment), "isa", "--json").Command;
        if (asked > widest)
        {
            log.WriteLine($"{environment}: no {asked} here, so a refusal is what is tested");
            Assert.Equal((2, ""), (result.Status, result.Output));
            Assert.Contains(
                $"asks for {asked}, but this CPU and runtime can run only {string.Join(", ", UpTo(widest))}", result.Error, StringComparison.Ordinal);
            return;
        }

        var json = Assert.Single(result.Succeeded().Json);
        Assert.Equal(["active", "available", "tables_checked", "machine"], Cli.Names(json));
        Assert.Equal(asked.ToString(), json.GetProperty("active").GetString());
        Assert.Equal(UpTo(widest), json.GetProperty("available").EnumerateArray().Select(kernel => kernel.GetString()!));
        // PMD and PUD tables one by one, the PMD tables as a list, and each 16th as what is written.
        Assert.Equal(258 + 258 + 258 + 17, json.GetProperty("tables_checked").GetInt32());
        Assert.Contains($"; {asked}; ", json.GetProperty("machine").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("isa")]
    [InlineData("walks")]
    public void A_kernel_that_does_not_exist_is_refused_by_every_verb(string verb)
    {
        var result = ChildProcess.RunIn(Variables("PTEMU_SIMD=bogus"), verb).Command;
        Assert.Equal((2, ""), (result.Status, result.Output));
        Assert.Equal("ptemu: PTEMU_SIMD=bogus is none of scalar, 256, 512, auto\n", result.Error);
    }

    [Fact]
    public void A_person_reads_the_active_kernel_too() =>
        Assert.StartsWith("active Scalar; can run Scalar", ChildProcess.RunIn(Variables("PTEMU_SIMD=scalar"), "isa").Command.Output, StringComparison.Ordinal);

    private static IEnumerable<string> UpTo(SimdKernel widest) => Enum.GetValues<SimdKernel>().Where(kernel => kernel <= widest).Select(kernel => $"{kernel}");

    private static IEnumerable<KeyValuePair<string, string>> Variables(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => KeyValuePair.Create(pair.Split('=')[0], pair.Split('=')[1]));

    private static string CpuInfo(string field) =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.Split(':')[0].Trim() == field)?.Split(':')[1].Trim() ?? "";
}
