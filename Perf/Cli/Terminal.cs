using System.Text;

namespace Perf.Cli;

/// <summary>
/// Where the command reads and writes: what is meant for a machine or a mail goes to <see cref="Output"/>, alone; everything else to
/// <see cref="Error"/>. Progress shows where a person looks, and nowhere else.
/// </summary>
public sealed class Terminal(TextWriter output, TextWriter error, Func<TextReader> input, bool isInteractive, Func<bool>? isUnread = null)
{
    private int _progressLength;

    public Terminal(TextWriter output, TextWriter error, TextReader input, bool isInteractive)
        : this(output, error, () => input, isInteractive)
    {
    }

    /// <summary>
    /// The one of this process. What goes to a file or a pipe is UTF-8 and written past <see cref="Console"/>, which would first ask
    /// what it needs to know of a terminal; the input is opened when it is first read. A small run starts sooner.
    /// </summary>
    public static Terminal OfProcess()
    {
        var output = Console.IsOutputRedirected ? new OutputPipe(1) : null;
        return new(
            output is not null ? Plain(output, Console.OpenStandardOutput) : Console.Out,
            Console.IsErrorRedirected ? Plain(new(2), Console.OpenStandardError) : Console.Error,
            () => Console.In,
            isInteractive: !Console.IsErrorRedirected,
            isUnread: () => output is { IsUnread: true });
    }

    /// <summary>
    /// Even its streams set up a terminal before they write. Only for a file they are used: output and errors may go to the same one
    /// (2>&amp;1), where two that keep their own place would write over each other.
    /// </summary>
    private static TextWriter Plain(OutputPipe file, Func<Stream> ofConsole)
    {
        var stream = file.CanSeek ? ofConsole() : file;
        return TextWriter.Synchronized(new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });
    }

    /// <summary>Asking for it takes the progress line away, so that nothing is glued to that; so ask for each write.</summary>
    public TextWriter Output
    {
        get
        {
            EndProgress();
            return output;
        }
    }

    /// <summary>As <see cref="Output"/>.</summary>
    public TextWriter Error
    {
        get
        {
            EndProgress();
            return error;
        }
    }

    /// <summary>The reader of the output has stopped (head). A verb that prints row by row what takes long to measure may end then.</summary>
    public bool IsUnread => isUnread?.Invoke() ?? false;

    public TextReader Input => input();

    /// <summary>Shows what goes on, over the last such line.</summary>
    public void Progress(string what)
    {
        if (!isInteractive) return;
        error.Write($"\r{what.PadRight(_progressLength)}");
        _progressLength = what.Length;
    }

    /// <summary>Takes the progress line away.</summary>
    public void EndProgress()
    {
        if (_progressLength == 0) return;
        error.Write($"\r{new string(' ', _progressLength)}\r");
        _progressLength = 0;
    }
}

/// <summary>What the command answers to its caller (docs/trace-format.md).</summary>
public static class ExitStatus
{
    public const int Done = 0;

    /// <summary>A bug in this program.</summary>
    public const int Broken = 1;

    /// <summary>Bad input: nothing was executed, nothing is half-written.</summary>
    public const int BadInput = 2;

    /// <summary>A check failed, or the kernel would never come back.</summary>
    public const int CheckFailed = 3;
}
