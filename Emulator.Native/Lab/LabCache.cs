using System.Diagnostics;
using System.Security.Cryptography;

namespace Emulator.Native;

/// <summary>Kernel packages and the images out of them, in the user's cache: outside the repository, and made again if they are deleted.</summary>
public static class LabCache
{
    private static readonly TimeSpan DownloadMax = TimeSpan.FromMinutes(10);

    public static string Folder { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "ptemu", "lab");

    /// <summary>Where the image of a kernel is, or would be.</summary>
    public static string ImageOf(string name) => Path.Combine(Folder, $"{name}.vmlinuz");

    /// <summary>Downloads a package, checks it, and takes the image out of it; nothing is installed.</summary>
    /// <exception cref="HostException">It can't be had, or it is another one.</exception>
    public static void Fetch(string name, Uri url, string sha256, string imagePath)
    {
        Directory.CreateDirectory(Folder);
        var package = Path.Combine(Folder, Uri.UnescapeDataString(url.Segments[^1]));
        if (!File.Exists(package)) Download(url, package);
        using (var file = File.OpenRead(package))
        {
            var found = Convert.ToHexStringLower(SHA256.HashData(file));
            if (found != sha256) throw new HostException($"{package} is not what was recorded (sha256 {found}, not {sha256}): delete it");
        }

        Extract(package, imagePath, ImageOf(name));
    }

    private static void Download(Uri url, string path)
    {
        try
        {
            using var client = new HttpClient { Timeout = DownloadMax };
            var bytes = client.GetByteArrayAsync(url).GetAwaiter().GetResult();
            var half = $"{path}.{Environment.ProcessId}.part";
            File.WriteAllBytes(half, bytes);
            File.Move(half, path, overwrite: true);
        }
        catch (Exception failed) when (failed is HttpRequestException or TaskCanceledException)
        {
            throw new HostException(
                $"{url} can't be downloaded: {failed.Message} "
                + "(archives keep the newest of a series: a package may be gone; --kernel takes any image's file, too)");
        }
    }

    private static void Extract(string package, string imagePath, string image)
    {
        var folder = Directory.CreateTempSubdirectory("ptemu-package-");
        try
        {
            using var process = Process.Start("dpkg-deb", ["-x", package, folder.FullName]) ?? throw new HostException("dpkg-deb does not start");
            process.WaitForExit();
            if (process.ExitCode != 0) throw new HostException($"dpkg-deb can't unpack {package}");
            File.Move(Path.Combine(folder.FullName, imagePath), image, overwrite: true);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new HostException($"a Debian package is unpacked by dpkg-deb, which is not here: {missing.Message}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
