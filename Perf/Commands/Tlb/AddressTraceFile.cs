using System.Diagnostics;
using System.IO.Compression;
using Perf.Cli;

namespace Perf.Commands;

/// <summary>
/// An address trace on disk, compressed or not by its name. gzip is .NET's own; xz is the tool of that name, which every Debian has: the
/// managed packages that read it bring ten other formats along, or a native library that is not in the registry here.
/// </summary>
internal sealed class AddressTraceFile : IDisposable
{
    private readonly FileStream _file;
    private readonly Process? _xz;
    private readonly string _path;

    /// <exception cref="BadInputException">It can't be read, or needs a tool that is not here.</exception>
    internal AddressTraceFile(string path)
    {
        _path = path;
        _file = InputFile.Read(
            path, "an address trace", name => new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan));

        if (path.EndsWith(".xz", StringComparison.Ordinal)) _xz = StartXz(path);
        Content = _xz is not null ? _xz.StandardOutput.BaseStream
            : path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(_file, CompressionMode.Decompress)
            : _file;
    }

    /// <summary>The trace itself.</summary>
    internal Stream Content { get; }

    /// <summary>How far the file was read, 0 to 1; unknown while xz reads it.</summary>
    internal double? Progress => _xz is not null || _file.Length == 0 ? null : (double)_file.Position / _file.Length;

    /// <summary>After the last byte: did the tool find all of it whole?</summary>
    /// <exception cref="BadInputException">It did not.</exception>
    internal void End()
    {
        if (_xz is null) return;
        var error = _xz.StandardError.ReadToEnd();
        _xz.WaitForExit();
        if (_xz.ExitCode != 0) throw new BadInputException($"{_path}: xz: {error.Trim()}");
    }

    public void Dispose()
    {
        if (_xz is { HasExited: false }) _xz.Kill();
        _xz?.Dispose();
        Content.Dispose();
        _file.Dispose();
    }

    private static Process StartXz(string path)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("xz", ["-dc", "--", path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new BadInputException($"{path}: needs the tool xz, which is not here (apt-get install xz-utils); or unpack it first");
        }
    }
}
