using System.Diagnostics;

namespace Emulator.Native;

/// <summary>One run on this machine's kernel at a time: two would take each other's huge pages, and CPU 0.</summary>
public sealed class HostLock : IDisposable
{
    private static readonly string File = Path.Combine(Directory.Exists("/run") ? "/run" : Path.GetTempPath(), "ptemu-host.lock");
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Unsaid = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;

    private HostLock(FileStream file) => _file = file;

    /// <param name="tell">Told once where another run has it for more than a second.</param>
    /// <exception cref="HostException">Another run does not end.</exception>
    public static HostLock Take(Action<string>? tell = null)
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
                if (waited.Elapsed < Unsaid) continue;
                tell?.Invoke($"waiting for another ptemu that runs on this machine's kernel ({File})");
                tell = null;
            }
            catch (IOException held)
            {
                throw new HostException($"another ptemu runs on this machine's kernel: {held.Message}");
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
