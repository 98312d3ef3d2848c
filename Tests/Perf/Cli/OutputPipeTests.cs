using System.Diagnostics;
using System.IO.Pipes;
using Perf;
using Perf.Cli;

namespace Tests.Perf;

public class OutputPipeTests
{
    [Fact]
    public void Who_stops_reading_ends_nothing()
    {
        using var reader = new AnonymousPipeServerStream(PipeDirection.In);
        var descriptor = (int)reader.ClientSafePipeHandle.DangerousGetHandle();
        using var stream = new OutputPipe(descriptor);
        stream.Write("seen"u8);
        var bytes = new byte[16];
        Assert.Equal("seen"u8, bytes.AsSpan(0, reader.Read(bytes)));
        Assert.False(stream.IsUnread);
        reader.SafePipeHandle.Dispose();
        stream.Write("unseen"u8);
        Assert.True(stream.IsUnread);
    }

    /// <summary>Both are told what they should, in order: neither writes over the other.</summary>
    [Fact]
    public void Output_and_errors_may_go_to_one_file()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Root, "both");
        var program = typeof(Ptemu).Assembly.Location;
        var script = $"for trace in '{Cli.Seed}' /nowhere.trace; do dotnet '{program}' run $trace; done > '{path}' 2>&1";
        using var shell = Process.Start("/bin/sh", ["-c", script])!;
        shell.WaitForExit();
        var lines = File.ReadAllLines(path);
        Assert.Contains("ptemu: /nowhere.trace: can't be read", lines[^1], StringComparison.Ordinal);
        Assert.Contains("model", lines[^2], StringComparison.Ordinal);
        Assert.Contains("mmap A", lines[0], StringComparison.Ordinal);
    }
}
