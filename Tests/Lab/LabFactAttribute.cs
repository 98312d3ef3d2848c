using Emulator.Lab;
using Emulator.Native;

namespace Tests.Lab;

/// <summary>A test that boots a kernel of the lab: skipped, with the reason, where QEMU or the image is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LabFactAttribute : FactAttribute
{
    public LabFactAttribute() => Skip = VirtualMachine.WhyNot()
        ?? (File.Exists(LabCache.ImageOf(Kernel.Name)) ? null : $"{Kernel.Name} is not in {LabCache.Folder}: ptemu lab --fetch --kernel {Kernel.Name}");

    /// <summary>The one that boots fastest.</summary>
    public static LabKernel Kernel { get; } = LabKernels.Named("6.12.117")!;
}
