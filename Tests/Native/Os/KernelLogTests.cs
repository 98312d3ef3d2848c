using Emulator.Native;

namespace Tests.Native;

public class KernelLogTests
{
    [Theory]
    [InlineData("<6>[    0.000000] Command line: x\n<6>[    0.000000] Hypervisor detected: PVM\n<6>[    0.000000] kvm-clock: y\n", "PVM")]
    [InlineData("<6>[    0.000000] Hypervisor detected: Microsoft Hyper-V", "Microsoft Hyper-V")]
    [InlineData("<6>[    0.000000] Hypervisor detected: \n<6> more", null)]
    [InlineData("<6>[    0.000000] tsc: Detected 2096.060 MHz processor\n", null)]
    [InlineData("", null)]
    public void The_hypervisor_is_what_the_kernel_found(string log, string? name) => Assert.Equal(name, KernelLog.HypervisorIn(log));
}
