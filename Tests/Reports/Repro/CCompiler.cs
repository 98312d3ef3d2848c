using System.Diagnostics;

namespace Tests.Reports.Repro;

/// <summary>The C compiler of this machine, with warnings as errors, and the programs that it makes.</summary>
internal static class CCompiler
{
    private const string Path = "/usr/bin/cc";

    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Null where there is one.</summary>
    internal static string? WhyNot { get; } =
        OperatingSystem.IsLinux() && File.Exists(Path) ? null : $"there is no C compiler here ({Path})";

    internal static Ran Compile(params IEnumerable<string> arguments) =>
        Run(Path, [.. "-std=gnu11 -O2 -Wall -Wextra -Werror".Split(' '), .. arguments]);

    /// <summary>What ended in time: exit status, standard output, standard error.</summary>
    internal static Ran Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} did not end within {Patience}");
        }

        return new(process.ExitCode, output.Result, error.Result);
    }

    internal sealed record Ran(int Status, string Output, string Error);
}

/// <summary>A fact where there is a C compiler; elsewhere skipped, and it says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsCompilerFactAttribute : FactAttribute
{
    public NeedsCompilerFactAttribute() => Skip = CCompiler.WhyNot;
}
