using System.Text.Json;
using Emulator.Lab;
using Emulator.Native;
using Emulator.Releases;
using Emulator.Reports;
using Emulator.Scenarios;
using Tests.Host;

namespace Tests.Lab;

/// <summary>The lab's kernels and their recordings; RealKernelTests holds the emulator against the recordings.</summary>
/// <remarks>In the host's collection: that looks for agents which outlive a run, and the lab has one.</remarks>
[Collection(HostCollection.Name)]
public class LabTests
{
    private static readonly string Folder = Path.Combine(Repository.Traces, "kernels");

    public static TheoryData<string> Kernels => [.. LabKernels.All.Select(kernel => kernel.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_kernel_answered_20_traces_and_its_release_is_one_of_ours(string name)
    {
        Assert.NotNull(LinuxKernels.Named(LabKernels.Named(name)!.Release));
        Assert.InRange(Directory.GetFiles(Path.Combine(Folder, name), "*.truth.jsonl").Length, 20, int.MaxValue);
    }

    [Fact]
    public void The_readme_names_every_kernel_and_its_release()
    {
        var readme = File.ReadAllText(Path.Combine(Folder, "README.md"));
        Assert.All(LabKernels.All, kernel => Assert.Contains($"| {kernel.Name} | {kernel.Release} |", readme, StringComparison.Ordinal));
    }

    /// <summary>One kernel, one trace, from the boot to the answers: they are those that are checked in.</summary>
    [LabFact]
    public void A_kernel_boots_and_answers_as_it_did()
    {
        var path = Path.Combine(Folder, LabFactAttribute.Kernel.Name, "mprotect_mid2M");
        using var reader = File.OpenText($"{path}.trace");
        var trace = TraceParser.Parse($"{path}.trace", reader);
        using var lab = new LabRun(LabCache.ImageOf(LabFactAttribute.Kernel.Name), LabFactAttribute.Kernel.Inlined);
        var recorded = File.ReadAllLines($"{path}.truth.jsonl").Select(State);
        Assert.Equal(recorded, lab.Run(trace, allowHang: false).Select(answer => State(JsonHostAnswer.Of(answer))));
    }

    /// <summary>Nobody can end QEMU but us, and SIGKILL runs no handler of ours.</summary>
    [LabFact]
    public void A_killed_run_leaves_no_machine()
    {
        var trace = Path.Combine(Folder, LabFactAttribute.Kernel.Name, "mprotect_mid2M.trace");
        using var run = Processes.StartPtemu("lab", "--kernel", LabFactAttribute.Kernel.Name, trace);
        try
        {
            var machine = 0;
            Processes.Await(() => (machine = Processes.Of(VirtualMachine.Qemu).FirstOrDefault(pid => Processes.ParentOf(pid) == run.Id)) != 0);
            Processes.Await(() => Processes.Of("ptemu-agent").Any(pid => Processes.ParentOf(pid) == run.Id));
            run.Kill();
            Processes.Await(() => Processes.IsGone(machine));
        }
        finally
        {
            run.Kill();
        }
    }

    /// <summary>Without flushes and interrupts: on a busy machine the one differs that finds the other CPU idle.</summary>
    private static string State(string answer) => string.Join('\n', JsonDocument.Parse(answer).RootElement.EnumerateObject()
        .Where(field => field.Name is not ("tlb_flushes" or "ipis" or "nondeterministic")));
}
