namespace Perf;

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
