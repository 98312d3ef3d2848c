using Microsoft.Win32.SafeHandles;

namespace Perf.Cli;

/// <summary>An output of this process that somebody reads, or once did: as with <see cref="Console"/>, a reader that stops (head) ends nothing.</summary>
public sealed class OutputPipe(int descriptor) : FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0)
{
    /// <summary>EPIPE, which an IOException has for its HResult.</summary>
    private const int BrokenPipe = 32;

    /// <summary>A write found that nobody reads any more: what is still to be measured is of use to nobody.</summary>
    public bool IsUnread { get; private set; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            base.Write(buffer);
        }
        catch (IOException exception) when (exception.HResult == BrokenPipe)
        {
            IsUnread = true;
        }
    }
}
