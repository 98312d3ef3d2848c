using System.Diagnostics;
using System.Globalization;

namespace Emulator.Native;

/// <summary>
/// A process that takes a number of huge pages back when this one is gone, however it ended (agent/guard.c: give-back). SIGKILL
/// runs no handler.
/// </summary>
internal sealed class HugePageGuard : IDisposable
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    /// <param name="before">The number that is there now, before it is changed.</param>
    /// <exception cref="HostException">There is no agent, or it does not start.</exception>
    public HugePageGuard(string path, long before)
    {
        var start = new ProcessStartInfo(AgentFile.Path, ["give-back", path, before.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start) ?? throw new HostException($"{AgentFile.Path} does not start");
        var answer = _process.StandardOutput.ReadLineAsync();
        if (answer.Wait(AnswerMax) && answer.Result == "ready") return;
        Dispose();
        throw new HostException($"{path} can't be opened for writing: nothing would take the huge pages back if this process were killed");
    }

    /// <summary>By so much the number was changed: somebody else may change it, too, from now on.</summary>
    public void Changed(long difference) => Tell(difference.ToString(CultureInfo.InvariantCulture));

    /// <summary>Who made the pages has taken them back: there is nothing left to do.</summary>
    public void Dispose()
    {
        Tell("done", isLast: true);
        if (!_process.WaitForExit(AnswerMax)) _process.Kill();
        _process.Dispose();
    }

    private void Tell(string line, bool isLast = false)
    {
        try
        {
            _process.StandardInput.Write(line + "\n");
            _process.StandardInput.Flush();
            if (isLast) _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }
    }
}
