using Emulator.Kernel;


namespace Tests.Walks;

/// <summary>All worlds of four 1Gs, with all registrations, on one kernel: states and counts must be the oracle's.</summary>
internal static class EveryWorld
{
    /// <returns>How many were run.</returns>
    /// <param name="missesLocks">The release's split detaches tables without a lock, and nothing else is wrong with it.</param>
    public static int Check(WorldMachine on, WalkRule register, WalkRule? split, bool missesLocks = false)
    {
        var oracle = new WalkOracle(register, split);
        var count = 0;
        foreach (var world in PudWorld.All)
        {
            foreach (var registration in Registration.All)
            {
                var (start, end) = registration.In(world);
                if (Difference(on, oracle, world, start, end) is { } what) Assert.Fail($"{world}, {registration}: {what}");
                count++;
            }
        }

        Assert.Equal(missesLocks ? [CheckNames.LockHeld] : [], on.Machine.Violations.Select(violation => violation.Check).Distinct());
        return count;
    }

    private static string? Difference(WorldMachine on, WalkOracle oracle, PudWorld world, ulong start, ulong end)
    {
        var model = new SharingModel();
        foreach (var (process, from, to, offset) in world.Mappings) model.Map(process, from, to, offset);
        foreach (var (process, address) in world.Touches) model.Touch(process, address);
        var ofA = model.Vmas.Single(vma => vma.Process == 'A');
        on.Build(world);
        var check = new ModelCheck(on, model);
        if (check.FirstDifference() is { } before) return $"before the registration, {before}";

        // The model's table keeps its frame: what is compared after is what was there before.
        var expected = oracle.Register(model, ofA, start, end);
        var counted = on.Register(start, end);
        if (counted != expected) return $"counted {counted}, and should have {expected}";
        if (check.FirstDifference() is { } after) return after;

        on.TearDown();
        if (on.Machine.Arena.LiveTables != 0) return $"{on.Machine.Arena.LiveTables} tables live after all exits";
        return on.File.IMmap.Count == 0 ? null : $"{on.File.IMmap.Count} VMAs are left in i_mmap";
    }
}
