using System.Diagnostics;
using System.Globalization;

namespace Emulator.Native;

/// <summary>
/// A process that takes a number of huge pages back when this one is gone, however it ended (agent/guard.c: give-back). SIGKILL
/// runs no handler.
/// </summary>
internal sealed class HugePageGuard : IDisposable
{
    private readonly Process _process;

    /// <exception cref="HostException">There is no agent, or it does not start.</exception>
    public HugePageGuard(string path, long difference)
    {
        var start = new ProcessStartInfo(AgentFile.Path, ["give-back", path, difference.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start) ?? throw new HostException($"{AgentFile.Path} does not start");
        if (_process.StandardOutput.ReadLine() == "ready") return;
        Dispose();
        throw new HostException($"{path} can't be opened for writing: nothing would take the huge pages back if this process were killed");
    }

    /// <summary>Who made the pages has taken them back: there is nothing left to do.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Write('\n');
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }

        _process.WaitForExit();
        _process.Dispose();
    }
}
