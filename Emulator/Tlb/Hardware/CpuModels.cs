using Emulator.Native;

namespace Emulator.Tlb;

/// <summary>
/// The presets. IOM: Intel 64 and IA-32 Architectures Optimization Reference Manual (248966), the tables of TLB parameters of each
/// microarchitecture. SOG: AMD's Software Optimization Guide for the family, section 2.7, Memory Address Translation. Nobody publishes how an
/// entry is replaced, nor how a set is chosen: LRU, and the low bits of the page number, are assumed in all.
/// </summary>
public static class CpuModels
{
    private const string Iom = "IOM, Table TLB Parameters of the ";
    private const string WalkCacheOfIntel =
        "assumed: Intel publishes none (SDM 4.10.3 only that they may exist); 32 PDEs and 4 PDPTEs are what RevAnC measured from Sandy Bridge to Skylake";

    private const string PageDirectoryCache =
        "SOG: a 64-entry Page Directory Cache of PML4Es and PDPEs; that PML5Es are in it is assumed";

    private static readonly TlbEntryKind[] Pages4K = [TlbEntryKind.Page4K];
    private static readonly TlbEntryKind[] Pages2M = [TlbEntryKind.Page2M];
    private static readonly TlbEntryKind[] Pages1G = [TlbEntryKind.Page1G];
    private static readonly TlbEntryKind[] Pages4KAnd2M = [TlbEntryKind.Page4K, TlbEntryKind.Page2M];
    private static readonly TlbEntryKind[] AllPages = [TlbEntryKind.Page4K, TlbEntryKind.Page2M, TlbEntryKind.Page1G];

    private static readonly WalkCacheShape[] IntelWalkCaches =
    [
        new(32, [TlbEntryKind.Pde], WalkCacheOfIntel),
        new(4, [TlbEntryKind.Pdpte], WalkCacheOfIntel),
        new(2, [TlbEntryKind.Pml4e], "assumed: nothing published or measured; a few entries cover all that a process maps"),
        new(2, [TlbEntryKind.Pml5e], "assumed, as for PML4Es"),
    ];

    public static CpuModel SkylakeSp { get; } = new(
        "skylake-sp", "Intel Skylake-SP, Cascade Lake", CpuVendor.Intel,
        [
            new(1, 16, 4, Pages4K, $"{Iom}Skylake Microarchitecture: DTLB 64 entries, 4 ways; CPUID.2 descriptor 03H"),
            new(1, 8, 4, Pages2M, $"{Iom}Skylake Microarchitecture: DTLB 32 entries, 4 ways"),
            new(1, 1, 4, Pages1G, $"{Iom}Skylake Microarchitecture: DTLB 4 entries, 4 ways; CPUID.2 descriptor 63H"),
            new(2, 128, 12, Pages4KAnd2M, $"{Iom}Skylake Microarchitecture: STLB 1536 entries, 12 ways (CPUID.2 descriptor C3H says 6: WikiChip has 12)"),
            new(2, 4, 4, Pages1G, $"{Iom}Skylake Microarchitecture: STLB 16 entries, 4 ways"),
        ],
        IntelWalkCaches);

    public static CpuModel IceLakeSp { get; } = new(
        "icelake-sp", "Intel Ice Lake-SP (Sunny Cove)", CpuVendor.Intel,
        [.. LoadsOfSunnyCove("Ice Lake Client Microarchitecture", 16, 4), .. SharedOfSunnyCove("Ice Lake Client Microarchitecture")],
        IntelWalkCaches);

    public static CpuModel SapphireRapids { get; } = new(
        "sapphire-rapids", "Intel Sapphire Rapids (Golden Cove)", CpuVendor.Intel,
        [.. LoadsOfSunnyCove("Golden Cove Microarchitecture", 16, 6), .. SharedOfSunnyCove("Golden Cove Microarchitecture")],
        IntelWalkCaches);

    public static CpuModel Zen3 { get; } = Zen(
        "zen3", "AMD Zen 3 (Milan)", 64, (128, 16),
        "CPUID Fn8000_0005, 0006, 0019 of family 19h model 1: L1 64 entries, fully associative; L2 2048. SOG 56665: 16 ways (CPUID: 8 for 4K, 4 for 2M)");

    public static CpuModel Zen4 { get; } = Zen(
        "zen4", "AMD Zen 4 (Genoa)", 72, (128, 24), "SOG 57647 (Zen 4): L1 DTLB 72 entries, fully associative; L2 DTLB 3072 entries, 24 ways");

    public static CpuModel Zen5 { get; } = Zen(
        "zen5", "AMD Zen 5 (Turin)", 96, (256, 16),
        "SOG 58455 (Zen 5): L1 DTLB 96 entries, fully associative; L2 DTLB 4096 entries, 16 ways; Hot Chips 2024: all but 1G");

    /// <summary>In the order of their years.</summary>
    public static IReadOnlyList<CpuModel> All { get; } = [SkylakeSp, Zen3, IceLakeSp, Zen4, SapphireRapids, Zen5];

    public static CpuModel? Named(string name) => All.FirstOrDefault(model => model.Name == name);

    private static TlbShape[] LoadsOfSunnyCove(string table, int sets, int ways) =>
    [
        new(1, sets, ways, Pages4K, $"{Iom}{table}: DTLB for loads {sets * ways} entries, {ways} ways") { ServesWrites = false },
        new(1, 8, 4, Pages2M, $"{Iom}{table}: DTLB for loads 32 entries, 4 ways") { ServesWrites = false },
        new(1, 1, 8, Pages1G, $"{Iom}{table}: DTLB for loads 8 entries, fully associative") { ServesWrites = false },
        new(1, 1, 16, AllPages, $"{Iom}{table}: DTLB for stores 16 entries, fully associative, all page sizes") { ServesReads = false },
    ];

    private static TlbShape[] SharedOfSunnyCove(string table) =>
    [
        new(2, 128, 16, AllPages, $"{Iom}{table}: STLB 2048 entries, 16 ways; 2M pages can use 1024 of them in 8 ways, 1G pages the others")
            { LargeWaysMax = 8 },
    ];

    private static CpuModel Zen(string name, string title, int l1, (int Sets, int Ways) l2, string source) => new(
        name, title, CpuVendor.Amd,
        [new(1, 1, l1, AllPages, source), new(2, l2.Sets, l2.Ways, Pages4KAnd2M, source)],
        [new(64, [TlbEntryKind.Pdpte, TlbEntryKind.Pml4e, TlbEntryKind.Pml5e], PageDirectoryCache)])
    { HasPdesInL2 = true };
}
