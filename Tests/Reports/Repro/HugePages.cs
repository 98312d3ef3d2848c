using System.Globalization;
using Emulator.Native;

namespace Tests.Reports.Repro;

/// <summary>
/// A pool of free 2 MB pages, for as long as this lives: vm.nr_hugepages is put back then. A lock keeps others on this machine
/// who know of it (flock /tmp/ptemu-hugepages.lock) from doing the same meanwhile.
/// </summary>
internal sealed class HugePages : IDisposable
{
    private const string Pool = "/proc/sys/vm/nr_hugepages";
    private const string LockFile = "/tmp/ptemu-hugepages.lock";

    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(3);
    private static readonly ByteSize MemoryNeeded = ByteSize.FromGiga(1);

    private readonly FileStream _lock = Lock();
    private readonly string _before = File.ReadAllText(Pool);

    public HugePages(long pages)
    {
        AppDomain.CurrentDomain.ProcessExit += PutBack;
        try
        {
            File.WriteAllText(Pool, (Read() + pages).ToString(CultureInfo.InvariantCulture));
            Assert.True(Read() >= pages, $"{pages} huge pages were asked for, {Read()} are there");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Null where they can be had.</summary>
    internal static string? WhyNot { get; } =
        !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess ? "it needs root, to have huge pages"
        : !File.Exists(Pool) ? "this kernel has no huge pages"
        : HostMemory.Available() < MemoryNeeded ? $"it needs {MemoryNeeded} of free memory"
        : null;

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= PutBack;
        PutBack(null, EventArgs.Empty);
        _lock.Dispose();
    }

    private static long Read() => long.Parse(File.ReadAllText(Pool), CultureInfo.InvariantCulture);

    private void PutBack(object? sender, EventArgs arguments) => File.WriteAllText(Pool, _before);

    /// <summary>FileShare.None is flock(LOCK_EX | LOCK_NB).</summary>
    private static FileStream Lock()
    {
        for (var end = DateTime.UtcNow + LockPatience; ; Thread.Sleep(100))
        {
            try
            {
                return new(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTime.UtcNow < end)
            {
                // Somebody else has it.
            }
        }
    }
}

/// <summary>A fact where huge pages can be had, and a compiler; elsewhere skipped, and it says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsHugePagesFactAttribute : FactAttribute
{
    public NeedsHugePagesFactAttribute() => Skip = CCompiler.WhyNot ?? HugePages.WhyNot;
}
