using Emulator.Releases;
using Emulator.Reports;
using Emulator.Scenarios;

namespace Tests.Reports.Repro;

/// <summary>A folder for programs, gone with its owner; and what makes them from traces.</summary>
internal sealed class ReproFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ptemu-repro-");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <returns>The path of the source.</returns>
    public string Write(string name, string source)
    {
        File.WriteAllText(PathOf($"{name}.c"), source);
        return PathOf($"{name}.c");
    }

    /// <returns>The path of the program.</returns>
    public string Build(string name, string source)
    {
        var compiled = CCompiler.Compile("-o", PathOf(name), Write(name, source));
        Assert.True(compiled.Status == 0, compiled.Error);
        return PathOf(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    internal static string Source(Trace trace, bool isSelftest = false, bool allowsHang = false, string kernel = "6.19") =>
        ReproProgram.Of(trace, new(LinuxKernels.Named(kernel)!, isSelftest, allowsHang));

    internal static Trace Parse(string text, string path = "case.trace")
    {
        using var reader = new StringReader(text);
        return TraceParser.Parse(path, reader);
    }

    /// <param name="path">Below Traces/.</param>
    internal static Trace Read(string path) => Parse(File.ReadAllText(Path.Combine(Repository.Traces, path)), path);
}
