using System.Diagnostics;
using Emulator.Native;

namespace Emulator.Lab;

/// <summary>
/// The servers that packages are fetched from: Debian's are those that this machine's apt uses; an Ubuntu archive is named by
/// the environment variable PTEMU_LAB_UBUNTU, the address of the folder that has <c>pool/</c>.
/// </summary>
public static class LabMirror
{
    public const string UbuntuVariable = "PTEMU_LAB_UBUNTU";

    /// <exception cref="HostException">No server is known for it; with what to do.</exception>
    public static Uri UrlOf(LabKernel kernel) => new($"{SiteOf(kernel.Archive).TrimEnd('/')}/{kernel.Package}");

    private static string SiteOf(LabArchive archive) => archive switch
    {
        LabArchive.Debian => AptSite("/debian"),
        LabArchive.DebianSecurity => AptSite("/debian-security"),
        _ => Environment.GetEnvironmentVariable(UbuntuVariable)
            ?? throw new HostException($"this kernel is Ubuntu's: set {UbuntuVariable} to the address of an archive (the folder that has pool/)"),
    };

    private static string AptSite(string ending)
    {
        var start = new ProcessStartInfo("apt-get", ["indextargets", "--format", "$(SITE)", "Created-By: Packages"]) { RedirectStandardOutput = true };
        using var apt = Process.Start(start) ?? throw new HostException("apt-get does not start: the lab's kernels are Debian's packages");
        var sites = apt.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        apt.WaitForExit();
        return sites.FirstOrDefault(site => site.TrimEnd('/').EndsWith(ending, StringComparison.Ordinal))
            ?? throw new HostException($"this machine's apt knows no archive that ends with '{ending}' (apt-get indextargets)");
    }
}
