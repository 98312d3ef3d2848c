namespace Emulator.Scenarios;

/// <summary>Bad input: a trace that nothing was executed of.</summary>
public sealed class TraceException(string path, int line, string what, string expected)
    : Exception($"{path}:{line}: {what}; expected {expected}")
{
    public string Path => path;
    public int Line => line;
    public string What => what;
    public string Expected => expected;
}
