using Microsoft.Win32.SafeHandles;

namespace Perf;

/// <summary>An output of this process that somebody reads, or once did: as with <see cref="Console"/>, who stops reading (head) ends nothing.</summary>
public sealed class OutputPipe(int descriptor) : FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0)
{
    /// <summary>EPIPE, which an IOException has for its HResult.</summary>
    private const int BrokenPipe = 32;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            base.Write(buffer);
        }
        catch (IOException exception) when (exception.HResult == BrokenPipe)
        {
        }
    }
}
