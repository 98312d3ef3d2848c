namespace Perf;

/// <summary>
/// Where the command reads and writes: what is meant for a machine or a mail goes to <see cref="Output"/>, alone; everything else to
/// <see cref="Error"/>. Progress shows where a person looks, and nowhere else.
/// </summary>
public sealed class Terminal(TextWriter output, TextWriter error, TextReader input, bool isInteractive)
{
    private int _progressLength;

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

    public TextReader Input => input;

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
