using Emulator.Host;
using Emulator.Releases;
using Emulator.Reports;
using Emulator.Scenarios;

namespace Tests.Host;

/// <summary>What the emulator and a kernel answered, held side by side.</summary>
public class AnswerFieldsTests
{
    private const string Case =
        "machine cpus=2\nfile F 1G\nmmap A F 1T..1T+1G shared\nmmap B F 1T..1T+1G shared\ntouch A 1T every=1G\ntouch B 1T every=1G\nspin A on\n"
        + "uffd-register A 1T..1T+1G wp\n";

    /// <summary>One interrupt for the flush and one for the broadcast; where a hypervisor flushes, only the second can be told.</summary>
    [Theory]
    [InlineData(1L, 1L, "")]
    [InlineData(0L, 1L, "ipis")]
    [InlineData(1L, 0L, "ipis")]
    [InlineData(null, 1L, "")]
    [InlineData(null, 0L, "ipis")]
    public void A_flush_by_hypercall_is_no_difference(long? flush, long sync, string differing)
    {
        using var run = new TraceRun(TraceParser.Parse("case", new StringReader(Case)), LinuxKernels.Default);
        var emulated = run.Answers().Last();
        Assert.Equal((1, 1), (emulated.Tally.FlushIpis, emulated.Tally.SyncIpis));
        var host = new HostAnswer
        {
            Statement = emulated.Statement,
            Result = "0",
            PageTableKilobytes = emulated.PageTableKilobytes,
            Nanoseconds = 1,
            Ipis = new(flush, sync),
        };
        Assert.Equal(differing, string.Join(' ', AnswerFields.Differences(emulated, host)));
        Assert.Contains(
            flush is null ? $"\"ipis\":{{\"table_sync\":{sync}}}" : $"\"ipis\":{{\"flush_tlb\":{flush},\"table_sync\":{sync}}}",
            JsonHostAnswer.Of(host),
            StringComparison.Ordinal);
    }
}
