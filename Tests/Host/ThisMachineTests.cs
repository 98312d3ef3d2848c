using Emulator.Host;
using Emulator.Scenarios;

namespace Tests.Host;

/// <summary>The machine's CPUs are the kernel's, not those that this process may use.</summary>
public class ThisMachineTests
{
    [Theory]
    [InlineData("0\n", new[] { 0 })]
    [InlineData("0-3\n", new[] { 0, 1, 2, 3 })]
    [InlineData("0-1,4,6-7\n", new[] { 0, 1, 4, 6, 7 })]
    public void A_list_of_cpus_is_read_as_the_kernel_writes_it(string text, int[] cpus) => Assert.Equal(cpus, ThisMachine.ParseCpuList(text));

    [Fact]
    public void Cpu_0_is_online_and_every_cpu_of_this_process_is() => Assert.True(
        ThisMachine.OnlineCpus[0] == 0 && ThisMachine.Cpus >= Environment.ProcessorCount);

    /// <summary>Not a count of them: a CPU in between may be offline.</summary>
    [Fact]
    public void A_thread_can_spin_only_on_a_cpu_that_the_machine_has()
    {
        using var reader = new StringReader("machine cpus=4\nfile F 1G\nmmap A F 8G..9G shared\nspin A on cpus=2\n");
        var trace = TraceParser.Parse("-", reader);
        HostPreconditions.Check(trace, [0, 2]);
        var refused = Assert.Throws<TraceException>(() => HostPreconditions.Check(trace, [0, 1, 3]));
        Assert.Contains("no CPU 2", refused.Message, StringComparison.Ordinal);
    }
}
