using System.Diagnostics;

namespace Emulator.Native;

/// <summary>
/// A process of the agent's program that does what is left to do when this one is gone, however it ended (agent/guard.c): SIGKILL runs
/// no handler. It notices by the end of its input.
/// </summary>
internal sealed class AgentGuard : IDisposable
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    /// <param name="refused">What it means if the guard can't do it.</param>
    /// <exception cref="HostException">There is no agent, it does not start, or it can't do it.</exception>
    public AgentGuard(string refused, params string[] arguments)
    {
        var start = new ProcessStartInfo(AgentFile.Path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        _process = Process.Start(start) ?? throw new HostException($"{AgentFile.Path} does not start");
        var answer = _process.StandardOutput.ReadLineAsync();
        if (Task.WaitAny([answer], AnswerMax) == 0 && answer is { IsCompletedSuccessfully: true, Result: "ready" }) return;
        Dispose();
        throw new HostException(refused);
    }

    public void Tell(string line)
    {
        try
        {
            _process.StandardInput.Write(line + "\n");
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It is gone already.
        }
    }

    /// <summary>Ends its input, and waits for it.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }

        if (!_process.WaitForExit(AnswerMax)) _process.Kill();
        _process.Dispose();
    }
}
