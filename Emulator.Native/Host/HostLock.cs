using System.Diagnostics;

namespace Emulator.Native;

/// <summary>One run on this machine's kernel at a time: two would take each other's huge pages, and CPU 0.</summary>
public sealed class HostLock : IDisposable
{
    private static readonly string File = Path.Combine(Directory.Exists("/run") ? "/run" : Path.GetTempPath(), "ptemu-host.lock");
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;

    private HostLock(FileStream file) => _file = file;

    /// <exception cref="HostException">Another run does not end.</exception>
    public static HostLock Take()
    {
        for (var waited = Stopwatch.StartNew(); ; Thread.Sleep(Pause))
        {
            try
            {
                return new(new(File, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (waited.Elapsed < WaitMax)
            {
                // Another ptemu has it.
            }
            catch (IOException held)
            {
                throw new HostException($"another ptemu runs on this machine's kernel: {held.Message}");
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
