using BenchmarkDotNet.Loggers;

namespace Perf.Benchmarks;

/// <summary>BenchmarkDotNet's log as plain text to any writer; its own writes to the console, or to a file.</summary>
public sealed class TextLogger(TextWriter writer) : ILogger
{
    public string Id => nameof(TextLogger);

    public int Priority => 0;

    public void Write(LogKind logKind, string text) => writer.Write(text);

    public void WriteLine() => writer.WriteLine();

    public void WriteLine(LogKind logKind, string text) => writer.WriteLine(text);

    public void Flush() => writer.Flush();
}
