using Emulator.Native;
using Emulator.Scenarios;

namespace Emulator.Host;

/// <summary>
/// The accesses of a <c>touch</c> as the agent takes them: runs of an address, a step and a count. Without <c>every</c> the
/// step is the huge page of what is mapped there, which only matters where a file of the trace has pages of 1G.
/// </summary>
internal static class TouchSteps
{
    public static string Of(TouchStatement touch, bool hasGigaPages, Func<VirtAddr, ByteSize> pageSizeAt)
    {
        var runs = new List<(ulong Address, ulong Step, ulong Count)>();
        runs.AddRange(touch.Addresses.Select(address => (address.Value, 0UL, 1UL)));
        if (touch.Range is { IsEmpty: false } range)
        {
            var step = touch.Every ?? (hasGigaPages ? null : new ByteSize(Pmd.Span));
            if (step is { } fixedStep) runs.Add((range.Start.Value, fixedStep.Bytes, (range.Length.Bytes - 1) / fixedStep.Bytes + 1));
            else runs.AddRange(OneByOne(range, pageSizeAt));
        }

        return $"touch {(touch.Access == AccessKind.Write ? 1 : 0)}"
            + string.Concat(runs.Select(run => $" {run.Address} {run.Step} {run.Count}"));
    }

    private static IEnumerable<(ulong Address, ulong Step, ulong Count)> OneByOne(AddrRange range, Func<VirtAddr, ByteSize> pageSizeAt)
    {
        (ulong Address, ulong Step, ulong Count) run = default;
        for (var address = range.Start; range.Contains(address); address += run.Step)
        {
            var step = pageSizeAt(address).Bytes;
            if (run.Count > 0 && run.Step == step)
            {
                run.Count++;
                continue;
            }

            if (run.Count > 0) yield return run;
            run = (address.Value, step, 1);
        }

        if (run.Count > 0) yield return run;
    }
}
