using System.Diagnostics;
using Emulator.Native;

namespace Tests.Native.Os;

public class ChildClockTests
{
    /// <summary>Other tests have children too, so it may be more.</summary>
    [Fact]
    public void It_counts_a_child_that_has_ended()
    {
        var before = ChildClock.Now();
        using var child = Process.Start("/bin/sh", ["-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"])!;
        child.WaitForExit();
        Assert.InRange(ChildClock.Now() - before, 10_000_000, long.MaxValue);
    }
}
