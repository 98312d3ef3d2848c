using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Emulator.Native;

/// <summary>
/// The whole file system of a lab machine: init.sh, busybox and the agent, as a gzipped cpio archive ("newc",
/// Documentation/driver-api/early-userspace).
/// </summary>
internal static class Initramfs
{
    private const int RegularExecutable = 0x8000 | 0x1ED, Folder = 0x4000 | 0x1ED, CharacterDevice = 0x2000 | 0x180;

    /// <exception cref="HostException">busybox or the agent is missing.</exception>
    public static void Write(string path)
    {
        using var file = File.Create(path);
        using var archive = new GZipStream(file, CompressionLevel.Fastest);
        Add(archive, "bin", Folder, []);
        Add(archive, "dev", Folder, []);
        // Without it the kernel's first program has no standard output.
        Add(archive, "dev/console", CharacterDevice, [], major: 5, minor: 1);
        Add(archive, "init", RegularExecutable, InitScript());
        Add(archive, "bin/busybox", RegularExecutable, File.ReadAllBytes(BusyboxPath()));
        Add(archive, "ptemu-agent", RegularExecutable, File.ReadAllBytes(AgentFile.Path));
        Add(archive, "TRAILER!!!", 0, []);
    }

    /// <returns>Null where it is there.</returns>
    public static string? WhyNoBusybox() => BusyboxPlaces().Any(File.Exists) ? null : "there is no busybox; install busybox-static";

    private static string BusyboxPath() => BusyboxPlaces().FirstOrDefault(File.Exists) ?? throw new HostException(WhyNoBusybox()!);

    private static string[] BusyboxPlaces() => ["/usr/bin/busybox", "/bin/busybox"];

    private static byte[] InitScript()
    {
        using var stream = typeof(Initramfs).Assembly.GetManifestResourceStream("lab/init.sh")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static void Add(Stream archive, string name, int mode, byte[] content, int major = 0, int minor = 0)
    {
        // magic, inode, mode, uid, gid, links, time, size, device (2), special device (2), name's size with its zero, checksum
        int[] fields = [0, mode, 0, 0, 1, 0, content.Length, 0, 0, major, minor, name.Length + 1, 0];
        var header = "070701" + string.Concat(fields.Select(field => field.ToString("X8", CultureInfo.InvariantCulture))) + name + "\0";
        WritePadded(archive, Encoding.ASCII.GetBytes(header));
        WritePadded(archive, content);
    }

    private static void WritePadded(Stream archive, byte[] bytes)
    {
        archive.Write(bytes);
        archive.Write(new byte[-bytes.Length & 3]);
    }
}
