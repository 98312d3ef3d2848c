using Emulator.Reports;

namespace Tests.Reports.Flame;

/// <summary>The trees of these tests, and the golden files beside them.</summary>
internal static class FlameTrees
{
    /// <summary>Numbers like those of a walk over 3G; halves that round both ways; a time too short to print.</summary>
    public static FlameFrame Unshare => FlameFrame.Build(
    [
        Stack("mprotect_fixup;change_protection", 1, 950),
        Stack("mprotect_fixup;hugetlb_unshare_all_pmds;hugetlb_walk", 1534, 13_345.8),
        Stack("mprotect_fixup;hugetlb_unshare_all_pmds", 1, 2_684.5),
        Stack("mprotect_fixup;hugetlb_unshare_all_pmds;huge_pte_lock;_raw_spin_lock", 1023, 20_460),
        Stack("mprotect_fixup;hugetlb_unshare_all_pmds;huge_pmd_unshare", 1023, 4_501.5),
        Stack("mprotect_fixup;hugetlb_unshare_all_pmds;huge_pmd_unshare;ptdesc_pmd_pts_dec", 1, 21),
        Stack("mprotect_fixup;flush_hugetlb_tlb_range;flush_tlb_mm_range;on_each_cpu_cond_mask", 1, 9_100),
        Stack("mprotect_fixup;hugetlb_unshare_all_pmds;i_mmap_lock_write", 1, 0.4),
    ]);

    /// <summary>Names that XML, JSON and folded stacks must carry.</summary>
    public static FlameFrame Odd => FlameFrame.Build(
    [
        Stack("""operator<;a & "b" 'c'""", 1, 2000),
        Stack("""operator<;</script>]]>""", 2, 1000),
    ]);

    public static FlameFrame Empty => FlameFrame.Build([]);

    public static FlameFrame Single => FlameFrame.Build([Stack("flush_tlb_all", 3, 12)]);

    public static FlameStack Stack(string names, long calls, double ns) => new(names.Split(';'), calls, ns);

    /// <summary>A tree of random shape and times; the same one for the same seed.</summary>
    public static FlameFrame Random(int seed)
    {
        var random = new Random(seed);
        string Name() => "f" + random.Next(6);
        string[] Names() => [.. Enumerable.Range(0, 1 + random.Next(9)).Select(_ => Name())];
        FlameStack One() => new(Names(), random.Next(3), random.NextDouble() * 1e9);
        return FlameFrame.Build(Enumerable.Range(0, 200).Select(_ => One()));
    }

    /// <summary>Compares with the golden file, or writes it anew when UPDATE_GOLDEN is set.</summary>
    public static void MatchesGolden(string name, string actual)
    {
        var path = Path.Combine(Root(), "Tests", "Reports", "Flame", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is not null) File.WriteAllText(path, actual);
        Assert.Equal(File.ReadAllText(path), actual);
    }

    // [CallerFilePath] would give /_/Tests/...: the build maps paths so that it is the same everywhere.
    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Emulator.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
