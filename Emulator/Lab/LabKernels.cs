namespace Emulator.Lab;

/// <summary>The images that the lab knows, oldest first. Traces/kernels/README.md has what each of them confirmed.</summary>
public static class LabKernels
{
    // Found by a call that the source makes always and the tracer saw never, or not at all its places.
    private static readonly string[] VmaLocks = ["hugetlb_vma_lock_write", "hugetlb_vma_lock_read"];
    private static readonly string[] UnshareFlush = ["huge_pmd_unshare_flush"];

    public static IReadOnlyList<LabKernel> All { get; } =
    [
        OfDebian("5.10.223", "5.10.y", "linux-image", "5.10.0-32-cloud-amd64", "5.10.223-1",
            "fb4a1229952d892138532c1d9f40a7fd0bd408e4dcf969c12e4524b6a89fdcb8",
            "before the series, and before tlb_remove_table_sync_one; the flush of munmap (5.10.82) is there"),
        OfUbuntu("5.13.0-21", "5.13", "linux-signed-hwe-5.13", "5.13.0-21-generic", "5.13.0-21.21~20.04.1",
            "722d9e009c4229b760de32c88fe05f33acba40bf63e3f366a4f4fa37d9c5734b",
            "5.13.18: minor mode, no vma lock, and munmap still forgets the flush (fixed in 5.15.5)"),
        OfUbuntu("6.2.0-25", "6.2", "linux-signed-hwe-6.2", "6.2.0-25-generic", "6.2.0-25.25~22.04.2",
            "d4a2bb832176e5944b1569f9846b88d42b0b0161832a2410e5eeb2359c7a8227",
            "6.2.13: the split unshares before the VMA changes; no hugetlb_walk series yet") with { Inlined = VmaLocks },
        OfUbuntu("6.11.0-17", "6.12", "linux-signed-hwe-6.11", "6.11.0-17-generic", "6.11.0-17.17~24.04.2",
            "2dbbc260ef488df0e43e34e478308bfdb1e5f87cb3fc7ebf55620326974bb77f",
            "mainline 6.11, of before the fixes of 2025: what value 6.12 means (6.10..6.12.10)"),
        OfUbuntu("6.14.0-13", "6.15", "linux-signed", "6.14.0-13-generic", "6.14.0-13.13",
            "0b445e6a8914d3e8418ed5cdaf33699bed5c46b6cc5c8977c69ba16418c63f2a",
            "mainline 6.14, of before the fixes of 2025: value 6.15 is its share count and mremap of 6.13, and what 6.15 adds shows in no field here"),
        OfUbuntu("6.17.0-5", "6.16", "linux-signed", "6.17.0-5-generic", "6.17.0-5.5",
            "39ae43d731b4c4046f7725c257fd63dc5d179774086f8545ad572d1476e72154",
            "mainline 6.17: a sync for each table, the split unshares inside the change"),
        OfDebian("6.18.5", "6.16", "linux-image", "6.18.5+deb13-cloud-amd64", "6.18.5-1~bpo13+1",
            "a3506a087108e6b7230977964893ce7a004fe46ee629fa21f633bb819c6fc3a9",
            "6.18 of before the mmu_gather rework (6.18.13): the walk of 6.16"),
        OfDebian("6.1.192", "6.1.y", "linux-image", "6.1.0-56-cloud-amd64", "6.1.192-2",
            "e7d02b943971edcb8790e256c02cfab3bca6c3d37c1bf25392a57c71300615ee",
            "carries the mmu_gather rework on 6.1's VMA and fault code", LabArchive.DebianSecurity) with { Inlined = UnshareFlush },
        OfDebian("6.12.117", "6.19", "linux-image", "6.12.117+deb12-cloud-amd64", "6.12.117-1~deb12u1",
            "5195b288dec79e2981d6b84457f38b7ce7310a2d702930ec7d07209c7f78ce37",
            "carries the mmu_gather rework on 6.12's VMA code", LabArchive.DebianSecurity, "linux-signed-6.12-amd64") with { Inlined = UnshareFlush },
        OfDebian("6.19.6", "6.19", "linux-binary", "6.19.6+deb13-cloud-amd64", "6.19.6-2~bpo13+1",
            "0c0c5fb911c1e865e9e3e80a02c0e7b630408363e4efa1f91b124172295179a0",
            "mainline 6.19, where the mmu_gather rework is") with { Inlined = UnshareFlush },
        OfDebian("7.2.13", "7.2", "linux-binary", "7.2.13+deb14-cloud-amd64", "7.2.13-1",
            "03e41f1c34c16583462f029e81944a85ebcdb78098c258dedfa1cfdd680a27f8",
            "6.19's walk; mremap keeps its two addresses together") with
            {
                ImagePath = "usr/lib/modules/7.2.13+deb14-cloud-amd64/vmlinuz",
                Inlined = UnshareFlush,
            },
    ];

    /// <summary>The kernel of that name, or null.</summary>
    public static LabKernel? Named(string name) => All.FirstOrDefault(kernel => kernel.Name == name);

    private static LabKernel OfUbuntu(string name, string release, string source, string version, string package, string sha256, string why) => new()
    {
        Name = name,
        Release = release,
        Why = why,
        Archive = LabArchive.Ubuntu,
        Package = $"pool/main/l/{source}/linux-image-{version}_{package}_amd64.deb",
        Sha256 = sha256,
        ImagePath = $"boot/vmlinuz-{version}",
    };

    private static LabKernel OfDebian(
        string name, string release, string kind, string version, string package, string sha256, string why,
        LabArchive archive = LabArchive.Debian, string source = "linux-signed-amd64") => new()
        {
            Name = name,
            Release = release,
            Why = why,
            Archive = archive,
            Package = $"{(archive == LabArchive.Debian ? "pool" : "pool/updates")}/main/l/{source}/{kind}-{version}_{package}_amd64.deb",
            Sha256 = sha256,
            ImagePath = $"boot/vmlinuz-{version}",
        };
}

/// <summary>A kernel image that the lab can boot: a package of Debian or Ubuntu, by its checksum, and the release that it is held against.</summary>
public sealed record LabKernel
{
    /// <summary>What it is called here, and the folder of its recordings in Traces/kernels.</summary>
    public required string Name { get; init; }

    /// <summary>The emulator's release (ptemu kernels).</summary>
    public required string Release { get; init; }

    /// <summary>Why this release, in one line.</summary>
    public required string Why { get; init; }

    public required LabArchive Archive { get; init; }

    /// <summary>The package's path in its archive; of an image of the user's, the image's.</summary>
    public required string Package { get; init; }

    /// <summary>The package's checksum: an archive may give what it likes, only this is run.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The image's path in the package.</summary>
    public required string ImagePath { get; init; }

    /// <summary>Counted functions that this image's compiler inlined in some places or in all: the tracer sees too few of their calls.</summary>
    public IReadOnlyList<string> Inlined { get; init; } = [];
}

/// <summary>Where a kernel's package comes from. Which server has it is the machine's to say (<see cref="LabMirror"/>).</summary>
public enum LabArchive
{
    Debian,
    DebianSecurity,
    Ubuntu,

    /// <summary>A file of the user's, no package.</summary>
    File,
}
